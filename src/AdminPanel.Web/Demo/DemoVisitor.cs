using System.Net;

namespace AdminPanel.Web.Demo;

/// <summary>How a visitor behaves on the wire.</summary>
internal enum DemoManner
{
    /// <summary>Waits for the greeting and speaks SMTP in turn.</summary>
    Polite,

    /// <summary>Speaks before the greeting.</summary>
    EarlyTalker,

    /// <summary>Sends its commands in one go.</summary>
    Pipeliner,

    /// <summary>Speaks HTTP.</summary>
    WebClient,

    /// <summary>Leaves before the greeting.</summary>
    HangsUp,
}

/// <summary>One visitor of the demonstration's front door.</summary>
/// <param name="Address">Where it comes from; the second octet names its group, see <see cref="DemoLists"/>.</param>
/// <param name="Manner">How it behaves.</param>
/// <param name="Helo">The name it gives.</param>
/// <param name="Sender">Envelope sender.</param>
/// <param name="Recipient">Envelope recipient.</param>
internal sealed record DemoVisitor(IPAddress Address, DemoManner Manner, string Helo, string Sender, string Recipient)
{
    private static readonly string[] Firms = ["acme-paper", "north-ferry", "city-library", "blue-bakery", "oak-furniture", "river-clinic", "alpine-rail", "green-grocers"];
    private static readonly string[] People = ["anna", "ben", "carla", "dmitri", "elif", "farid", "grete", "hugo", "office", "billing", "newsletter"];
    private static readonly string[] Ours = ["info", "sales", "support", "jobs", "press", "postmaster"];

    /// <summary>Draws a visitor; <paramref name="attack"/> (0 to 1) is the share that a running attack adds.</summary>
    public static DemoVisitor Draw(Random random, double attack) =>
        random.NextDouble() < attack ? Bot(random) : random.NextDouble() switch
        {
            < 0.34 => Mailer(random, 10, 3, 40),
            < 0.46 => Mailer(random, 11, 250, 250),
            < 0.50 => Mailer(random, 12, 1, 6),
            < 0.54 => Mailer(random, 50, 2, 30),
            < 0.56 => Mailer(random, 0, 0, 0),
            < 0.62 => Mailer(random, 22, 40, 250) with { Manner = DemoManner.Polite },
            < 0.68 => Bot(random, 21),
            < 0.73 => Bot(random, 23),
            < 0.80 => Bot(random, 30) with { Manner = DemoManner.EarlyTalker },
            < 0.86 => Bot(random, 40) with { Manner = DemoManner.HangsUp },
            < 0.89 => Bot(random, 66),
            < 0.91 => Bot(random, 20) with { Manner = DemoManner.WebClient },
            _ => Bot(random),
        };

    /// <summary>The firm whose mail server has an address that ends so.</summary>
    public static string FirmOf(byte last) => Firms[last % Firms.Length];

    private static DemoVisitor Mailer(Random random, int group, int third, int fourth)
    {
        var address = group == 0 ? IPAddress.Loopback : Address4(group, random.Next(third + 1), 1 + Skewed(random, fourth));
        var firm = FirmOf(address.GetAddressBytes()[3]);
        return new(address, DemoManner.Polite, $"mail.{firm}.example", $"{Pick(random, People)}@{firm}.example", $"{Pick(random, Ours)}@demo.test");
    }

    private static DemoVisitor Bot(Random random, int group = 20)
    {
        var address = group == 66 ? Address4(66, 6, random.Next(1, 255)) : Address4(group, random.Next(256), random.Next(1, 255));
        var manner = group == 20 && random.Next(4) == 0 ? DemoManner.Pipeliner : DemoManner.Polite;
        var helo = random.Next(3) == 0 ? "localhost" : $"{random.Next(16, 255):x}{random.Next(4_096):x3}.dyn.example";
        return new(address, manner, helo, $"{Pick(random, People)}{random.Next(1_000)}@{random.Next(1 << 20):x}.example", $"{Pick(random, Ours)}@demo.test");
    }

    private static IPAddress Address4(int second, int third, int fourth) => new([127, (byte)second, (byte)third, (byte)fourth]);

    /// <summary>Few come often, many seldom.</summary>
    private static int Skewed(Random random, int count) => count == 0 ? 0 : (int)(count * Math.Pow(random.NextDouble(), 2.5));

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];
}
