using AdminPanel.Web.Demo;

namespace AdminPanel.Web.Tests.Demo;

public sealed class StaleFoldersTests
{
    [Fact]
    public void Sweep_FoldersOfADeadAndALivingProcess_RemovesTheDeadOnes()
    {
        var name = $"adminpanel-sweep-{Guid.NewGuid():N}-";
        var (dead, living) = (Directory.CreateTempSubdirectory(name), Directory.CreateTempSubdirectory(name));
        File.WriteAllText(Path.Combine(dead.FullName, "run.lock"), "");
        using var held = new FileStream(Path.Combine(living.FullName, "run.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        try
        {
            StaleFolders.Sweep(name, TimeSpan.FromHours(1));
            Assert.True(Directory.Exists(dead.FullName));

            StaleFolders.Sweep(name, TimeSpan.Zero);

            Assert.False(Directory.Exists(dead.FullName));
            Assert.True(Directory.Exists(living.FullName));
        }
        finally
        {
            living.Delete(recursive: true);
        }
    }
}
