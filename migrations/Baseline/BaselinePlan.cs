using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>What is still to be applied, and what stands in the way.</summary>
/// <param name="Pending">Files to apply, in order.</param>
/// <param name="Problems">Each with its way out; nothing is applied while there is one.</param>
public sealed record BaselinePlan(ImmutableArray<BaselineFile> Pending, ImmutableArray<string> Problems)
{
    /// <summary>Compares the files with what the database has.</summary>
    public static BaselinePlan Compute(ServiceCatalog catalog, ImmutableArray<BaselineFile> files, ImmutableArray<AppliedFile> applied)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var schemas = catalog.Services.Select(s => s.Schema).ToHashSet(StringComparer.Ordinal);
        var known = files.ToDictionary(f => (f.Schema, f.Version));
        var done = applied.ToDictionary(f => (f.Schema, f.Version));
        var problems = new List<string>();

        // A service that left the catalogue keeps its data and its history; its files are nobody's business any more.
        foreach (var file in applied.Where(f => schemas.Contains(f.Schema)))
        {
            if (!known.TryGetValue((file.Schema, file.Version), out var now))
                problems.Add($"{file.Path} was applied to this database and its file is gone. Restore it from version control, or name the folder that holds it.");
            else if (now.Checksum != file.Checksum)
                problems.Add($"{now.Source} was edited after it was applied. Restore its text from version control and put the change into a new file {now.Schema}/{BaselineFile.Label(NextVersion(files, now.Schema), "describe_the_change")}.");
        }

        var pending = files.Where(f => !done.ContainsKey((f.Schema, f.Version))).ToImmutableArray();
        foreach (var file in pending)
        {
            var latest = applied.Where(a => a.Schema == file.Schema).Select(a => a.Version).DefaultIfEmpty().Max();
            if (file.Version < latest)
                problems.Add($"{file.Source} comes before {latest:0000}, which is applied already. Give it the number {NextVersion(files, file.Schema):0000}: databases that have {latest:0000} would otherwise differ from new ones.");
        }

        return new BaselinePlan(pending, [.. problems]);
    }

    private static int NextVersion(ImmutableArray<BaselineFile> files, string schema) => files.Where(f => f.Schema == schema).Max(f => f.Version) + 1;
}
