using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AdminPanel.Migrations.Sqlite.Migrations.History
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Connections",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ConnectedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Duration = table.Column<long>(type: "INTEGER", nullable: false),
                    Client = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ClientPort = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    Disposition = table.Column<string>(type: "TEXT", nullable: false),
                    WouldHave = table.Column<bool>(type: "INTEGER", nullable: false),
                    Rank = table.Column<int>(type: "INTEGER", nullable: true),
                    Threshold = table.Column<int>(type: "INTEGER", nullable: false),
                    Hits = table.Column<string>(type: "TEXT", nullable: true),
                    Helo = table.Column<string>(type: "TEXT", nullable: true),
                    Sender = table.Column<string>(type: "TEXT", nullable: true),
                    Recipient = table.Column<string>(type: "TEXT", nullable: true),
                    Reply = table.Column<string>(type: "TEXT", nullable: true),
                    SettingsVersion = table.Column<long>(type: "INTEGER", nullable: false),
                    AccessEntryId = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Connections", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "ListAnswers",
                columns: table => new
                {
                    Slot = table.Column<long>(type: "INTEGER", nullable: false),
                    List = table.Column<string>(type: "TEXT", nullable: false),
                    LatencyStep = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ListAnswers", x => new { x.Slot, x.List, x.LatencyStep });
                });

            migrationBuilder.CreateTable(
                name: "ListErrors",
                columns: table => new
                {
                    Slot = table.Column<long>(type: "INTEGER", nullable: false),
                    List = table.Column<string>(type: "TEXT", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    LastError = table.Column<string>(type: "TEXT", nullable: false),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ListErrors", x => new { x.Slot, x.List });
                });

            migrationBuilder.CreateTable(
                name: "ConnectionDetails",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false),
                    Json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectionDetails", x => x.Key);
                    table.ForeignKey(
                        name: "FK_ConnectionDetails_Connections_Key",
                        column: x => x.Key,
                        principalTable: "Connections",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ListHits",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false),
                    List = table.Column<string>(type: "TEXT", nullable: false),
                    ConnectedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    IsUnique = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ListHits", x => new { x.Key, x.List });
                    table.ForeignKey(
                        name: "FK_ListHits_Connections_Key",
                        column: x => x.Key,
                        principalTable: "Connections",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_AccessEntryId_ConnectedAt",
                table: "Connections",
                columns: new[] { "AccessEntryId", "ConnectedAt" },
                filter: "\"AccessEntryId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Client_Key",
                table: "Connections",
                columns: new[] { "Client", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_ConnectedAt_Reason_Disposition_WouldHave",
                table: "Connections",
                columns: new[] { "ConnectedAt", "Reason", "Disposition", "WouldHave" });

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Id",
                table: "Connections",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ListHits_ConnectedAt_List_IsUnique",
                table: "ListHits",
                columns: new[] { "ConnectedAt", "List", "IsUnique" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ConnectionDetails");

            migrationBuilder.DropTable(
                name: "ListAnswers");

            migrationBuilder.DropTable(
                name: "ListErrors");

            migrationBuilder.DropTable(
                name: "ListHits");

            migrationBuilder.DropTable(
                name: "Connections");
        }
    }
}
