using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TechCorp.PgInfra.Mutation;

/// <summary>The mutants found so far, and those the compiler would not take.</summary>
internal sealed class MutantList
{
    private readonly List<Mutant> _all = [];
    private readonly Dictionary<string, int> _equal = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> _refused;

    /// <param name="refused">Names of mutants that are no program.</param>
    public MutantList(IReadOnlySet<string> refused) => _refused = refused;

    public IReadOnlyList<Mutant> All => _all;

    /// <summary>The new mutant, or null when the compiler refused it before.</summary>
    public Mutant? Add(string file, SyntaxNode node, string was, string becomes, bool isAlone)
    {
        var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        var mutant = new Mutant(_all.Count + 1, file, line, MemberOf(node), Short(was), Short(becomes), 1, isAlone);
        mutant = mutant with { Ordinal = _equal[mutant.Name] = _equal.GetValueOrDefault(mutant.Name) + 1 };
        if (_refused.Contains(mutant.Name))
        {
            return null;
        }

        _all.Add(mutant);
        return mutant;
    }

    private static string MemberOf(SyntaxNode node)
    {
        // A law is called by its id, whatever list it stands in.
        var law = node.Ancestors().OfType<InvocationExpressionSyntax>()
            .Select(call => call.ArgumentList.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax { Token.Value: string id } && call.ArgumentList.Arguments.Count >= 5 ? id : null)
            .FirstOrDefault(id => id is not null);
        return law ?? node.AncestorsAndSelf().Select(a => a switch
        {
            MethodDeclarationSyntax m => m.Identifier.Text,
            PropertyDeclarationSyntax p => p.Identifier.Text,
            FieldDeclarationSyntax f => f.Declaration.Variables[0].Identifier.Text,
            _ => null,
        }).FirstOrDefault(n => n is not null) ?? "";
    }

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[])['\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 90 ? line[..60] + "..." + line[^27..] : line;
    }
}
