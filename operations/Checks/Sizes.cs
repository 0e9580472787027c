namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>What takes the disk.</summary>
internal static class Sizes
{
    public static Check Check { get; } = new(
        "sizes", "What takes the disk: databases, schemas, tables, indexes, log, temporary files",
        [
            new("databases", "databases") { Need = Need.EverySize },
            new("schemas", "schemas of this database") { Parameters = (options, _) => [options.Rows] },
            new("tables", "tables of this database") { Parameters = (options, _) => [options.Rows] },
            new("indexes", "indexes of this database") { Parameters = (options, _) => [options.Rows] },
            new("files", "files beside the tables") { Need = Need.Files },
        ],
        _ => [])
    {
        Fine = answers => string.Join(", ", answers.Rows("databases").Where(row => row.Text("database") == answers.ChosenFacts.Database)
            .Select(row => $"{row.Text("database")} {Amount.Bytes(row.Number("size_bytes") ?? 0)}").Concat(answers.Rows("files").Select(row => $"{row.Text("what")} {Amount.Bytes(row.Number("size_bytes") ?? 0)}"))),
        Notes = _ => ["How much is left is the volume's to say: FreeStorageSpace in CloudWatch (PostgresDiskSpaceLow)."],
    };
}
