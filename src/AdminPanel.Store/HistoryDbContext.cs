using AdminPanel.Store.Evidence;
using AdminPanel.Store.History;
using AdminPanel.Store.Labels;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store;

/// <summary>history.db: recorded connections and what each DNSBL did. Rows are written by <see cref="HistoryWriter"/> alone, with prepared commands.</summary>
public sealed class HistoryDbContext(DbContextOptions<HistoryDbContext> options) : DbContext(options)
{
    /// <summary>Connections, without their details.</summary>
    internal DbSet<ConnectionRow> Connections => Set<ConnectionRow>();

    /// <summary>The combinations of few-valued columns that connections have.</summary>
    internal DbSet<ConnectionKindRow> Kinds => Set<ConnectionKindRow>();

    /// <summary>Whole decisions as JSON.</summary>
    internal DbSet<ConnectionDetailRow> Details => Set<ConnectionDetailRow>();

    /// <summary>Which lists listed which connections.</summary>
    internal DbSet<ListHitRow> ListHits => Set<ListHitRow>();

    /// <summary>Answers per list, five minutes and latency.</summary>
    internal DbSet<ListAnswerRow> ListAnswers => Set<ListAnswerRow>();

    /// <summary>Errors per list and five minutes.</summary>
    internal DbSet<ListErrorRow> ListErrors => Set<ListErrorRow>();

    /// <summary>What connections went through, for replays.</summary>
    internal DbSet<EvidenceRow> Evidence => Set<EvidenceRow>();

    /// <summary>The zones that evidence names.</summary>
    internal DbSet<EvidenceZoneRow> EvidenceZones => Set<EvidenceZoneRow>();

    /// <summary>What the mail of connections turned out to be.</summary>
    internal DbSet<ConnectionLabelRow> Labels => Set<ConnectionLabelRow>();

    /// <summary>Questions per list and day.</summary>
    internal DbSet<ListQueryRow> ListQueries => Set<ListQueryRow>();
    /// <summary>What every source says about the mail of connections; <see cref="Labels"/> has the strongest word.</summary>
    internal DbSet<LabelSignRow> LabelSigns => Set<LabelSignRow>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ConnectionRow>(row =>
        {
            row.ToTable("Connections");
            row.HasKey(static r => r.Key);
            row.HasIndex(static r => r.Id).IsUnique();
            row.HasIndex(static r => new { r.Client, r.ConnectedAt });
            row.HasIndex(static r => new { r.Kind, r.ConnectedAt });
            row.Property(static r => r.Reason).HasConversion<string>();
            row.Property(static r => r.Disposition).HasConversion<string>();

            // Carries every column that totals and buckets need, so that they never touch the rows.
            row.HasIndex(static r => new { r.ConnectedAt, r.Reason, r.Disposition, r.WouldHave });
            row.HasIndex(static r => new { r.AccessEntryId, r.ConnectedAt }).HasFilter("\"AccessEntryId\" IS NOT NULL");
        });
        modelBuilder.Entity<ConnectionKindRow>(row =>
        {
            row.ToTable("ConnectionKinds");
            row.HasKey(static r => r.Kind);
            row.Property(static r => r.Reason).HasConversion<string>();
            row.Property(static r => r.Disposition).HasConversion<string>();
            row.HasIndex(static r => new { r.SettingsVersion, r.Reason, r.Disposition, r.WouldHave, r.Rank, r.Threshold });
        });
        modelBuilder.Entity<ConnectionDetailRow>(row =>
        {
            row.ToTable("ConnectionDetails");
            row.HasKey(static r => r.Key);
            row.Property(static r => r.Key).ValueGeneratedNever();
            row.HasOne<ConnectionRow>().WithOne().HasForeignKey<ConnectionDetailRow>(static r => r.Key).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ListHitRow>(row =>
        {
            row.ToTable("ListHits");
            row.HasKey(static r => new { r.Key, r.List });
            row.HasIndex(static r => new { r.ConnectedAt, r.List, r.IsUnique });
            row.HasIndex(static r => new { r.List, r.ConnectedAt });
            row.HasOne<ConnectionRow>().WithMany().HasForeignKey(static r => r.Key).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ListAnswerRow>(row =>
        {
            row.ToTable("ListAnswers");
            row.HasKey(static r => new { r.Slot, r.List, r.LatencyStep });
        });
        modelBuilder.Entity<ListQueryRow>(row =>
        {
            row.ToTable("ListQueries");
            row.HasKey(static r => new { r.Day, r.List });
        });
        modelBuilder.Entity<ListErrorRow>(row =>
        {
            row.ToTable("ListErrors");
            row.HasKey(static r => new { r.Slot, r.List });
        });
        modelBuilder.Entity<EvidenceRow>(row =>
        {
            row.ToTable("Evidence");
            row.HasKey(static r => r.Key);
            row.Property(static r => r.Key).ValueGeneratedNever();
            row.HasOne<ConnectionRow>().WithOne().HasForeignKey<EvidenceRow>(static r => r.Key).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<EvidenceZoneRow>(row =>
        {
            row.ToTable("EvidenceZones");
            row.HasKey(static r => r.Id);
            row.HasIndex(static r => r.Digest).IsUnique();
        });
        modelBuilder.Entity<ConnectionLabelRow>(row =>
        {
            row.ToTable("ConnectionLabels");
            row.HasKey(static r => r.Key);
            row.Property(static r => r.Key).ValueGeneratedNever();
            row.HasIndex(static r => r.At);
            row.HasOne<ConnectionRow>().WithOne().HasForeignKey<ConnectionLabelRow>(static r => r.Key).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<LabelSignRow>(row =>
        {
            row.ToTable("LabelSigns");
            row.HasKey(static r => new { r.Key, r.Source });
            row.HasOne<ConnectionRow>().WithMany().HasForeignKey(static r => r.Key).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
