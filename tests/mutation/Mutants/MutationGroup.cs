using System.Collections.Immutable;

namespace TechCorp.PgInfra.Mutation;

/// <summary>Sources that are mutated together, and the tests that have to notice.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Texts">Whether a longer text is another answer: it is for the provider, and is not for a report.</param>
/// <param name="Folder">Below review/.</param>
/// <param name="Files">Those of the folder that hold rules; the others start processes and write reports.</param>
/// <param name="Tests">Namespace of the tests, below the review tests' own.</param>
internal sealed record MutationGroup(string Name, bool Texts, string Folder, ImmutableArray<string> Files, string Tests)
{
    public static ImmutableArray<MutationGroup> All { get; } =
    [
        new("laws", false, "review/Laws/", ["Resources/", "Relations/", "JudgedInstance", "JudgedPooler", "JudgedEstate", "PolicyText", "Ask", "LawReport"], "Laws"),
        new("translation", true, "review/Conformance/",
            ["AutomaticNames", "BodyTranslation", "Labels", "MetaArguments", "Placeholders", "PlanTranslation", "Pointer", "ProviderBlocks", "ReferenceExpressions", "TemplateText"], "Conformance"),
    ];

    public bool Mutates(string file) =>
        file.StartsWith(Folder, StringComparison.Ordinal) && Files.Any(f => file[Folder.Length..].StartsWith(f, StringComparison.Ordinal));
}
