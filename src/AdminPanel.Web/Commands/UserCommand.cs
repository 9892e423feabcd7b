using System.CommandLine;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Commands;

/// <summary><c>user add NAME --role admin</c>: creates a user without the browser; the password comes from standard input.</summary>
internal static class UserCommand
{
    public static Command Create(string[] keys)
    {
        var name = new Argument<string>("name") { Description = "The sign-in name." };
        var role = new Option<string>("--role") { Description = string.Join("; ", PanelRoles.All.Select(static role => $"{role}: {PanelRoles.Describe(role)}")), Required = true };
        role.AcceptOnlyFromAmong([.. PanelRoles.All]);
        var add = new Command("add", "Creates a user; the password is the first line of standard input.") { name, role };
        add.SetAction((parsed, cancellation) => CommandHost.RunAsync(
            keys, services => AddAsync(services, parsed.GetRequiredValue(name), parsed.GetRequiredValue(role)), cancellation));
        return new Command("user", "Users of the panel.") { add };
    }

    private static async Task<int> AddAsync(IServiceProvider services, string name, string role)
    {
        if (!Console.IsInputRedirected) await Console.Error.WriteAsync("Password: ");
        var password = Console.IsInputRedirected ? await Console.In.ReadLineAsync() : ReadHidden();
        if (string.IsNullOrEmpty(password)) return CommandOutput.Refuse("No user was created:", ["the password is missing; give it on standard input"]);

        var accounts = services.GetRequiredService<PanelAccounts>();
        await accounts.EnsureRolesAsync();
        var problems = await accounts.CreateAsync(name, password, role, "command line");
        if (problems.Count > 0) return CommandOutput.Refuse("No user was created:", problems);

        Console.Out.WriteLine($"Created {name} with the {role} role.");
        return 0;
    }

    private static string ReadHidden()
    {
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
