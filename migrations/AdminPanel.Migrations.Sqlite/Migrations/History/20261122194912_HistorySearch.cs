using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AdminPanel.Migrations.Sqlite.Migrations.History
{
    /// <inheritdoc />
    public partial class HistorySearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Connections_Client_Key",
                table: "Connections");

            migrationBuilder.AddColumn<int>(
                name: "Kind",
                table: "Connections",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "ConnectionKinds",
                columns: table => new
                {
                    Kind = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    Disposition = table.Column<string>(type: "TEXT", nullable: false),
                    WouldHave = table.Column<bool>(type: "INTEGER", nullable: false),
                    Rank = table.Column<int>(type: "INTEGER", nullable: true),
                    Threshold = table.Column<int>(type: "INTEGER", nullable: false),
                    SettingsVersion = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectionKinds", x => x.Kind);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ConnectionKinds_SettingsVersion_Reason_Disposition_WouldHave_Rank_Threshold",
                table: "ConnectionKinds",
                columns: new[] { "SettingsVersion", "Reason", "Disposition", "WouldHave", "Rank", "Threshold" });

            migrationBuilder.Sql(
                """
                INSERT INTO "ConnectionKinds" ("Reason", "Disposition", "WouldHave", "Rank", "Threshold", "SettingsVersion")
                  SELECT DISTINCT "Reason", "Disposition", "WouldHave", "Rank", "Threshold", "SettingsVersion" FROM "Connections";
                UPDATE "Connections" SET "Kind" = (SELECT k."Kind" FROM "ConnectionKinds" k WHERE k."SettingsVersion" = "Connections"."SettingsVersion"
                  AND k."Reason" = "Connections"."Reason" AND k."Disposition" = "Connections"."Disposition" AND k."WouldHave" = "Connections"."WouldHave"
                  AND k."Rank" IS "Connections"."Rank" AND k."Threshold" = "Connections"."Threshold");
                """);

            // Texts by parts of words, for SqliteTextIndex. Contentless: the texts themselves are in Connections alone.
            migrationBuilder.Sql(
                """
                CREATE VIRTUAL TABLE "ConnectionTexts" USING fts5("Helo", "Sender", "Recipient", content='', contentless_delete=1, tokenize='trigram');
                CREATE TABLE "ConnectionTextIndexed" ("Key" INTEGER NOT NULL);
                INSERT INTO "ConnectionTextIndexed" VALUES (0);
                CREATE TRIGGER "ConnectionTexts_Removed" AFTER DELETE ON "Connections" WHEN OLD."Helo" IS NOT NULL OR OLD."Sender" IS NOT NULL OR OLD."Recipient" IS NOT NULL
                BEGIN DELETE FROM "ConnectionTexts" WHERE rowid = OLD."Key"; END;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_ListHits_List_ConnectedAt",
                table: "ListHits",
                columns: new[] { "List", "ConnectedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Client_ConnectedAt",
                table: "Connections",
                columns: new[] { "Client", "ConnectedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Kind_ConnectedAt",
                table: "Connections",
                columns: new[] { "Kind", "ConnectedAt" });

        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER \"ConnectionTexts_Removed\"; DROP TABLE \"ConnectionTexts\"; DROP TABLE \"ConnectionTextIndexed\";");

            migrationBuilder.DropTable(
                name: "ConnectionKinds");

            migrationBuilder.DropIndex(
                name: "IX_ListHits_List_ConnectedAt",
                table: "ListHits");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Client_ConnectedAt",
                table: "Connections");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Kind_ConnectedAt",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Connections");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Client_Key",
                table: "Connections",
                columns: new[] { "Client", "Key" });
        }
    }
}
