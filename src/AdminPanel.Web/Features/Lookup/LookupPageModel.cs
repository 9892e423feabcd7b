using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>What the look-up page found out about one client. Belongs to one circuit, not thread-safe; a newer question overtakes an older one.</summary>
internal sealed class LookupPageModel(IDnsblResolver resolver, IHostLookup hosts, TemporaryAllowlist allowlist, SettingsSource settings, TimeProvider time, IDnsblStandings? standings = null)
{
    private int _question;

    /// <summary>The client asked about; null before the first question, or when what was typed is no address.</summary>
    public IPAddress? Client { get; private set; }

    /// <summary>What was typed.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Why <see cref="Text"/> is no address; null when it is one or empty.</summary>
    public string? InputProblem { get; private set; }

    /// <summary>The host name that was typed; null for an address.</summary>
    public string? Host { get; private set; }

    /// <summary>The addresses of <see cref="Host"/>; when it has one, that is <see cref="Client"/>.</summary>
    public ImmutableArray<IPAddress> Addresses { get; private set; } = [];

    /// <summary>True while a name is being resolved.</summary>
    public bool IsResolving { get; private set; }

    /// <summary>True while lists are being asked.</summary>
    public bool IsAsking { get; private set; }

    /// <summary>What was found out last about <see cref="Client"/>.</summary>
    public CheckupReport? Report { get; private set; }

    /// <summary>Why the last question failed; null when it worked. <see cref="Report"/> is then older than it should be.</summary>
    public string? Trouble { get; private set; }

    /// <summary>True when other settings came into force since <see cref="Report"/>.</summary>
    public bool IsOutdated => Report is { } report && report.SettingsVersion != settings.Current.Version;

    /// <summary>How many lists are asked.</summary>
    public int ListCount => settings.Current.Dnsbl.Zones.Length;

    /// <summary>The longest that asking takes.</summary>
    public TimeSpan Timeout => settings.Current.Settings.Dnsbl.Timeout;

    /// <summary>Asks about the client in <paramref name="text"/>.</summary>
    public async Task AskAsync(string text, CancellationToken cancellationToken)
    {
        var question = ++_question;
        Text = text.Trim();
        IPAddress? client = null;
        (Host, Addresses, IsResolving) = (ClientText.HostName(Text), [], false);
        InputProblem = Text.Length == 0 || Host is not null ? null : ClientText.Problem(Text, out client);
        if (Host is not null)
        {
            (client, var found, InputProblem) = await ResolveAsync(question, Host, cancellationToken);
            if (question != _question) return;
            Addresses = found;
        }

        if (client is null || !client.Equals(Client)) Report = null;
        (Client, Trouble, IsAsking) = (client, null, client is not null);
        if (client is null) return;
        try
        {
            ExpiryStamps? known = allowlist.TryGet(client, out var stamps) ? stamps : null;
            var report = await new ClientCheckup(resolver, time, standings).ExamineAsync(settings.Current, client, known, cancellationToken);
            if (question == _question) Report = report;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The page shows it and offers to ask again.
            if (question == _question) Trouble = e.Message;
        }
        finally
        {
            if (question == _question) IsAsking = false;
        }
    }

    private async Task<(IPAddress? Client, ImmutableArray<IPAddress> Addresses, string? Problem)> ResolveAsync(int question, string host, CancellationToken cancellationToken)
    {
        (IsResolving, Client, Report, Trouble, IsAsking) = (true, null, null, null, false);
        try
        {
            var (addresses, problem) = await hosts.ResolveAsync(host, cancellationToken);
            return (addresses is [var only] ? only : null, addresses, problem);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (null, [], $"{host} could not be resolved: {e.Message}");
        }
        finally
        {
            if (question == _question) IsResolving = false;
        }
    }
}
