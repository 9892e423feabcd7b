using System.Globalization;
using System.Text;

namespace AdminPanel.Benchmarks.Maillog;

/// <summary>
/// A made-up mail log of any size, the same for the same seed: postscreen with its dnsblog, and the mail server behind with amavisd-new, in the
/// proportions of a small provider's front door.
/// </summary>
internal sealed class SyntheticMaillog(int seed, DateTime end, long size)
{
    private static readonly string[] s_lists = ["zen.spamhaus.org", "b.barracudacentral.org", "bl.spamcop.net", "psbl.surriel.com", "bl.mailspike.net"];
    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new(1 << 20);
    private readonly byte[] _bytes = new byte[1 << 22];
    private DateTime _now;
    private string _time = "";
    private int _port = 1_024;
    private long _queueId = 0x4F0000000;

    /// <summary>Connections written.</summary>
    public int Connections { get; private set; }

    /// <summary>Writes about the size asked for; the last line is whole.</summary>
    public void Write(Stream to)
    {
        // About 900 bytes a connection, half a second apart.
        _now = end - TimeSpan.FromSeconds(size / 900 * 0.5);
        long written = 0;
        while (written < size)
        {
            _now += TimeSpan.FromSeconds(_random.NextDouble());
            _time = _now.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
            Connection();
            if (_text.Length < 1 << 19) continue;
            var length = 0;
            foreach (var chunk in _text.GetChunks()) length += Encoding.ASCII.GetBytes(chunk.Span, _bytes.AsSpan(length));
            to.Write(_bytes, 0, length);
            written += length;
            _text.Clear();
        }
    }

    private void Connection()
    {
        Connections++;
        _port = _port == 65_535 ? 1_024 : _port + 1;
        var kind = _random.Next(100);
        var host = _random.Next(kind < 65 ? 60_000 : 4_000);
        var address = $"{(kind < 65 ? 198 : 203)}.{(host >> 14) + 18}.{(host >> 7) & 127}.{host & 127}";
        var client = $"[{address}]:{_port}";
        Postscreen($"CONNECT from {client} to [192.0.2.25]:25");
        if (kind < 50) Listed(address, client, _random.Next(1, 4));
        else if (kind < 58) Early(client);
        else if (kind < 65) Leave(client);
        else Delivered(address, client, kind < 90);
    }

    private void Listed(string address, string client, int lists)
    {
        for (var i = 0; i < lists; i++) Line("dnsblog", $"addr {address} listed by domain {s_lists[i]} as 127.0.0.{(i == 0 ? 4 : 2)}");
        Postscreen($"DNSBL rank {3 + lists} for {client}");
        Postscreen($"NOQUEUE: reject: RCPT from {client}: 550 5.7.1 Service unavailable; client [{address}] blocked using {s_lists[0]}; from=<offer{_port}@bulk.example>, to=<user{_port % 400}@example.com>, proto=ESMTP, helo=<host{_port}.bulk.example>");
        Postscreen($"DISCONNECT {client}");
    }

    private void Early(string client)
    {
        Postscreen($"PREGREET 14 after 0.0{_port % 9} from {client}: EHLO [10.1.2.3]\\r\\n");
        Postscreen($"DISCONNECT {client}");
    }

    private void Leave(string client)
    {
        Postscreen($"HANGUP after 1.{_port % 9} from {client} in tests before SMTP handshake");
        Postscreen($"DISCONNECT {client}");
    }

    private void Delivered(string address, string client, bool known)
    {
        var id = (_queueId++).ToString("X", CultureInfo.InvariantCulture);
        var message = $"<{id}.{_port}@sender.example>";
        Postscreen($"PASS {(known ? "OLD" : "NEW")} {client}");
        Line("smtpd", $"connect from mail{_port}.sender.example[{address}]");
        Line("smtpd", $"{id}: client=mail{_port}.sender.example[{address}]");
        Line("cleanup", $"{id}: message-id={message}");
        Line("qmgr", $"{id}: from=<person{_port}@sender.example>, size=24310, nrcpt=1 (queue active)");
        Line("smtpd", $"disconnect from mail{_port}.sender.example[{address}] ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7");
        var spam = _random.Next(8) == 0;
        Raw($"{_time} mx amavis[2211]: ({_port}-07) {(spam ? "Passed SPAMMY" : "Passed CLEAN")} {{RelayedInbound}}, [{address}]:{_port} [{address}] <person{_port}@sender.example> -> <user{_port % 400}@example.com>, Queue-ID: {id}, Message-ID: {message}, mail_id: x{id}, Hits: {(spam ? "6.31" : "-1.9")}, size: 24310, queued_as: B{id}, 812 ms");
        Line("lmtp", $"B{id}: to=<user{_port % 400}@example.com>, relay=mail.example.com[private/dovecot-lmtp], delay=0.9, delays=0.8/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0 <user{_port % 400}@example.com> Saved)");
        Line("qmgr", $"B{id}: removed");
    }

    private void Postscreen(string body) => Line("postscreen", body);

    private void Line(string program, string body) => Raw($"{_time} mx postfix/{program}[1234]: {body}");

    private void Raw(string line) => _text.Append(line).Append('\n');
}
