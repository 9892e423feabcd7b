using System.Buffers.Binary;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>Replies that do not fit into a datagram; DnsClient asks for them.</summary>
public sealed partial class UdpDnsblResolver
{
    private readonly LookupClient _tcp;

    /// <summary>Asks again over TCP; what the datagram had room for counts when that fails.</summary>
    private async Task AskByTcpAsync(DnsblQuery query, DnsblReply truncated)
    {
        var server = _servers[query.Server].EndPoint;
        var left = TimeSpan.FromSeconds((double)(query.Deadline - _time.GetTimestamp()) / _time.TimestampFrequency);
        var reply = truncated.Outcome == DnsblOutcome.NotListed ? NoReply : truncated;
        if (left > TimeSpan.Zero)
        {
            try
            {
                var question = new DnsQuestion(DnsblQueryName.Of(query.Client, query.Zone.Name), QueryType.A);
                var response = await _tcp.QueryServerAsync([new NameServer(server)], question, TcpOnly(left), CancellationToken.None).ConfigureAwait(false);
                reply = Read(response, _time.GetElapsedTime(query.Started));
            }
            catch (Exception e) when (e is DnsResponseException or SocketException or IOException or ObjectDisposedException or ArgumentException)
            {
                // No way to the resolver over TCP: the datagram has to do.
            }
        }

        Outgoing next;
        lock (_lock)
        {
            if (query.Stage == DnsblQueryStage.Done) return;
            next = Release(query, _time.GetTimestamp());
        }

        Send(next);
        Complete(query, reply);
    }

    private static DnsblReply Read(IDnsQueryResponse response, TimeSpan latency)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<uint> room = stackalloc uint[512];
        var findings = new DnsFindings(room) { Code = (int)response.Header.ResponseCode };
        foreach (var record in response.Answers)
        {
            if (record is ARecord a && a.Address.TryWriteBytes(bytes, out _)) findings.AddAddress(BinaryPrimitives.ReadUInt32BigEndian(bytes), (uint)a.InitialTimeToLive);
        }

        foreach (var record in response.Authorities)
        {
            if (record is SoaRecord soa) findings.AddSoa((uint)soa.InitialTimeToLive, soa.Minimum);
        }

        return DnsblReplyReader.Read(findings, latency);
    }

    private static DnsQueryOptions TcpOnly(TimeSpan timeout) => new()
    {
        Timeout = timeout,
        Retries = 0,
        UseCache = false,
        UseTcpOnly = true,
        ThrowDnsErrors = false,
        ContinueOnDnsError = false,
        ContinueOnEmptyResponse = false,
        UseRandomNameServer = false,
        EnableAuditTrail = false,
    };
}
