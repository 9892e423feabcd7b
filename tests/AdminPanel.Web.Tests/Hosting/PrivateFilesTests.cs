using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Tests.Hosting;

public sealed class PrivateFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("adminpanel-web-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void CreateDataDirectory_ForeignFiles_IsRefusedAndLeftAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(_directory, open);
        Directory.CreateDirectory(Path.Combine(_directory, "mysql"));

        var refused = Assert.Throws<StartException>(() => PrivateFiles.CreateDataDirectory(_directory));

        Assert.Contains("holds other files (mysql)", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Equal(open, File.GetUnixFileMode(_directory));
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("panel.db", "export.cf")]
    [InlineData]
    public void CreateDataDirectory_EmptyOrOurs_IsTaken(params string[] files)
    {
        foreach (var file in files) File.WriteAllText(Path.Combine(_directory, file), "");

        PrivateFiles.CreateDataDirectory(_directory);
    }

    [Fact]
    public void CreateDataDirectory_New_IsClosedToOthers()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = Path.Combine(_directory, "new");

        PrivateFiles.CreateDataDirectory(path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }
}
