using AdminPanel.Web.Commands;

return await PanelCommands.RunAsync(args);

/// <summary>The entry point; public so that tests can host the program.</summary>
public partial class Program;
