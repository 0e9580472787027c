using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TechCorp.PgInfra.Mutation;

/// <summary>The review part with every mutant of some of its files in it, as bytes to load.</summary>
internal sealed class MutatedSources
{
    private const string AssemblyName = "TechCorp.PgInfra.Review";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    // What the project file and the SDK add.
    private const string Surroundings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;
        [assembly: System.Reflection.AssemblyVersion("1.0.0.0")]
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("TechCorp.PgInfra.Review.Tests")]
        """;

    // Read and bound once for all rounds and groups.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        AssemblyName, [],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileNameWithoutExtension(p) is not (AssemblyName or "TechCorp.PgInfra.Review.Tests" or "TechCorp.PgInfra.Mutation.Tests"))
            .Select(p => MetadataReference.CreateFromFile(p)),
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Annotations));

    private readonly string _root;
    private readonly CSharpCompilation _compilation;
    private readonly Dictionary<int, (SyntaxTree Tree, ExpressionSyntax Becomes)> _alone;

    private MutatedSources(string root, CSharpCompilation compilation, IReadOnlyList<Mutant> mutants, Dictionary<int, (SyntaxTree, ExpressionSyntax)> alone) =>
        (_root, _compilation, Mutants, _alone) = (root, compilation, mutants, alone);

    /// <summary>Every mutant the compiler takes.</summary>
    public IReadOnlyList<Mutant> Mutants { get; }

    /// <summary>Writes the mutants and leaves out, in a few rounds, those that are no program.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="group">Whose mutants.</param>
    public static MutatedSources Write(string root, MutationGroup group)
    {
        var files = Directory.EnumerateFiles(Path.Combine(root, "review"), "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/')).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToDictionary(f => f, f => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(root, f)), Language, f), StringComparer.Ordinal);
        var (refused, constants) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        for (var round = 0; round < 20; round++)
        {
            var list = new MutantList(refused);
            var alone = new Dictionary<int, (SyntaxTree, ExpressionSyntax)>();
            var trees = new List<SyntaxTree> { CSharpSyntaxTree.ParseText(Surroundings, Language), CSharpSyntaxTree.ParseText(Resource("MutantSwitch.cs"), Language) };
            foreach (var (file, tree) in files)
            {
                var rewriter = new SchemataRewriter(file, group.Mutates(file), group.Texts, list, constants);
                var rewritten = tree.WithRootAndOptions(rewriter.Visit(tree.GetRoot())!, Language);
                trees.Add(rewritten);
                foreach (var (number, becomes) in rewriter.Alone)
                {
                    alone[number] = (rewritten, becomes);
                }
            }

            var compilation = Empty.AddSyntaxTrees(trees);
            var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count == 0)
            {
                return new(root, compilation, list.All, alone);
            }

            var before = refused.Count + constants.Count;
            foreach (var error in errors)
            {
                Refuse(error, list, refused, constants);
            }

            if (refused.Count + constants.Count == before)
            {
                throw new InvalidOperationException($"The mutated sources do not compile, and no mutant is to blame: {errors[0]}");
            }
        }

        throw new InvalidOperationException("The mutated sources do not compile after twenty rounds of leaving mutants out.");
    }

    /// <summary>The assembly with all mutants that a switch can reach.</summary>
    public byte[] Emit() => Emit(_compilation);

    /// <summary>The assembly with one constant changed.</summary>
    public byte[] Emit(Mutant mutant)
    {
        var (tree, becomes) = _alone[mutant.Number];
        var root = tree.GetRoot();
        var constant = root.GetAnnotatedNodes(SchemataRewriter.Constant).Single(n => n.GetAnnotations(SchemataRewriter.Constant).Any(a => a.Data == $"{mutant.Number}"));
        return Emit(_compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(root.ReplaceNode(constant, becomes.WithTriviaFrom(constant)), Language)));
    }

    private byte[] Emit(CSharpCompilation compilation)
    {
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream, manifestResources:
        [
            new("controls.tsv", () => File.OpenRead(Path.Combine(_root, "review/Laws/Coverage/controls.tsv")), isPublic: true),
            new("effects.tsv", () => File.OpenRead(Path.Combine(_root, "review/Effects/effects.tsv")), isPublic: true),
        ]);
        return result.Success ? stream.ToArray() : throw new MutantRefusedException(result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error).ToString());
    }

    // A complaint is about the innermost mutant around it; about a constant, where one is demanded.
    private static void Refuse(Diagnostic error, MutantList list, HashSet<string> refused, HashSet<string> constants)
    {
        if (error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true) is not { } node)
        {
            return;
        }

        if (error.Id is "CS0150" or "CS9135" or "CS0133" && node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().LastOrDefault() is { } name)
        {
            constants.Add(name.Identifier.Text);
            return;
        }

        // A variable that a pattern declares is missed where it is used, which may be far from the mutant around the pattern.
        var used = node.DescendantTokens().First().Text;
        var declaring = error.Id is not ("CS0165" or "CS0170") ? [] : node.Ancestors().OfType<MemberDeclarationSyntax>().First().DescendantNodes()
            .Where(n => n.HasAnnotations(SchemataRewriter.Annotation) && n.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any(d => d.Identifier.Text == used));
        foreach (var around in declaring.DefaultIfEmpty(node.AncestorsAndSelf().FirstOrDefault(a => a.HasAnnotations(SchemataRewriter.Annotation))).OfType<SyntaxNode>())
        {
            foreach (var number in around.GetAnnotations(SchemataRewriter.Annotation).Select(a => int.Parse(a.Data!, System.Globalization.CultureInfo.InvariantCulture)))
            {
                refused.Add(list.All[number - 1].Name);
            }
        }
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

/// <summary>A mutant that is no program.</summary>
internal sealed class MutantRefusedException(string message) : Exception(message);
