using AdminPanel.Store.Allowlist;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Preferences;
using AdminPanel.Store.Settings;
using AdminPanel.Store.Users;
using AdminPanel.Store.Views;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store;

/// <summary>
/// panel.db: settings versions, the draft, users, audit and the temporary allowlist. Lives for one operation; take it from
/// <see cref="IDbContextFactory{TContext}"/>.
/// </summary>
public sealed class PanelDbContext(DbContextOptions<PanelDbContext> options) : IdentityDbContext<PanelUser, IdentityRole, string>(options)
{
    /// <summary>Published settings.</summary>
    internal DbSet<SettingsVersionRow> SettingsVersions => Set<SettingsVersionRow>();

    /// <summary>The working draft: one row once it was ever saved.</summary>
    internal DbSet<DraftRow> Drafts => Set<DraftRow>();

    /// <summary>Who did what.</summary>
    internal DbSet<AuditRow> Audit => Set<AuditRow>();

    /// <summary>The temporary allowlist.</summary>
    internal DbSet<AllowlistRow> Allowlist => Set<AllowlistRow>();

    /// <summary>Browsers in which somebody is signed in.</summary>
    internal DbSet<SessionRow> Sessions => Set<SessionRow>();

    /// <summary>One-time links.</summary>
    internal DbSet<InvitationRow> Invitations => Set<InvitationRow>();

    /// <summary>One row once something was chosen.</summary>
    internal DbSet<PreferencesRow> Preferences => Set<PreferencesRow>();

    /// <summary>Named searches of the history.</summary>
    internal DbSet<SavedViewRow> SavedViews => Set<SavedViewRow>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        builder.Entity<SettingsVersionRow>(row =>
        {
            row.ToTable("SettingsVersions");
            row.HasKey(static r => r.Version);
            row.Property(static r => r.Version).ValueGeneratedNever();
        });
        builder.Entity<DraftRow>(row =>
        {
            row.ToTable("Drafts");
            row.HasKey(static r => r.Id);
            row.Property(static r => r.Id).ValueGeneratedNever();
            row.Property(static r => r.Revision).IsConcurrencyToken();
        });
        builder.Entity<AuditRow>(row =>
        {
            row.ToTable("Audit");
            row.HasKey(static r => r.Id);
            row.HasIndex(static r => r.Version);
            row.HasIndex(static r => r.At);
        });
        builder.Entity<AllowlistRow>(row =>
        {
            row.ToTable("Allowlist");
            row.HasKey(static r => r.Client);
        });
        builder.Entity<SessionRow>(row =>
        {
            row.ToTable("Sessions");
            row.HasKey(static r => r.Id);
            row.HasOne<PanelUser>().WithMany().HasForeignKey(static r => r.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<InvitationRow>(row =>
        {
            row.ToTable("Invitations");
            row.HasKey(static r => r.Id);
            row.HasIndex(static r => r.CodeHash).IsUnique();
            row.HasOne<PanelUser>().WithMany().HasForeignKey(static r => r.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<PreferencesRow>(row =>
        {
            row.ToTable("Preferences");
            row.HasKey(static r => r.Id);
            row.Property(static r => r.Id).ValueGeneratedNever();
        });
        builder.Entity<SavedViewRow>(row =>
        {
            row.ToTable("SavedViews");
            row.HasKey(static r => r.Id);
            row.HasIndex(static r => new { r.Owner, r.Name });
        });
    }
}
