using AdminPanel.Web.Hosting;

// A published program finds its web root beside itself, whatever the working directory; a source run takes it from the build's manifest.
var published = !File.Exists(Path.Combine(AppContext.BaseDirectory, "AdminPanel.staticwebassets.runtime.json"));
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = published ? AppContext.BaseDirectory : null,
});
builder.WebHost.UseStaticWebAssets();
builder.Services.AddAdminPanelWeb();

var app = builder.Build();
app.MapAdminPanel();
await app.RunAsync();

/// <summary>The entry point; public so that tests can host the program.</summary>
public partial class Program;
