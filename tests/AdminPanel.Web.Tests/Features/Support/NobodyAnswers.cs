using System.Net;
using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Web.Tests.Features.Support;

/// <summary>Blocklists that never reply.</summary>
internal sealed class NobodyAnswers : IDnsblResolver
{
    public ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new DnsblReply { Outcome = DnsblOutcome.Error, Error = "timeout", Answered = false });
}
