using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace TechCorp.PgInfra.Mutation;

/// <summary>
/// Writes every mutant of a file into it, each behind its number: <c>x > 7</c> becomes <c>(Is(12) ? x >= 7 : x > (Is(13) ? 8 : Is(14) ? 6 : 7))</c>.
/// One build then holds them all, and a mutant costs the tests that reach it.
/// </summary>
internal sealed class SchemataRewriter(string file, bool mutates, bool texts, MutantList mutants, IReadOnlySet<string> constants) : CSharpSyntaxRewriter
{
    /// <summary>Kind of the annotation that leads from a compiler's complaint back to a mutant.</summary>
    public const string Annotation = "mutant";

    private const string Switch = "global::TechCorp.PgInfra.Mutation.MutantSwitch";

    /// <summary>What stands in the place of an annotated constant, by the number of its mutant.</summary>
    public Dictionary<int, ExpressionSyntax> Alone { get; } = [];

    /// <summary>Kind of the annotation of a constant.</summary>
    public const string Constant = "constant";

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is LiteralExpressionSyntax literal && mutates && WantsConstant(literal))
        {
            var annotated = literal;
            foreach (var other in MutationRules.OfConstant(literal))
            {
                if (mutants.Add(file, literal, literal.Parent!.ToString(), literal.Parent.ReplaceNode(literal, other).NormalizeWhitespace().ToString(), isAlone: true) is { } mutant)
                {
                    Alone[mutant.Number] = other;
                    annotated = annotated.WithAdditionalAnnotations(new SyntaxAnnotation(Constant, $"{mutant.Number}"));
                }
            }

            return annotated;
        }

        if (!mutates || node is not ExpressionSyntax expression || !CanSwitch(expression))
        {
            return base.Visit(node);
        }

        var rewritten = (ExpressionSyntax)base.Visit(expression)!;
        foreach (var (replacement, becomes) in Replacements(expression))
        {
            if (mutants.Add(file, expression, expression.ToString(), becomes, isAlone: false) is { } mutant)
            {
                rewritten = ParenthesizedExpression(ParseExpression(replacement(mutant.Number)) is var shell && shell is ConditionalExpressionSyntax choice
                        ? choice.WithWhenFalse(ParenthesizedExpression(rewritten.WithoutTrivia()))
                        : ((BinaryExpressionSyntax)shell).WithRight(ParenthesizedExpression(rewritten.WithoutTrivia())))
                    .WithAdditionalAnnotations(new SyntaxAnnotation(Annotation, $"{mutant.Number}"));
            }
        }

        return rewritten.WithTriviaFrom(expression);
    }

    private IEnumerable<(Func<int, string> Shell, string Becomes)> Replacements(ExpressionSyntax node)
    {
        foreach (var other in MutationRules.Of(node, texts))
        {
            var text = other.NormalizeWhitespace().ToString();
            yield return (n => $"{Switch}.Is({n}) ? ({text}) : x", text);
        }

        // A condition that no longer counts; its variables stay declared, since it is not written twice.
        if (node.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression })
        {
            yield return (n => $"{Switch}.Is({n}) || x", "true");
        }
        else if (node.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression })
        {
            yield return (n => $"!{Switch}.Is({n}) && x", "false");
        }
    }

    private bool WantsConstant(LiteralExpressionSyntax literal) =>
        literal.Ancestors().TakeWhile(a => a is not (StatementSyntax or MemberDeclarationSyntax or ArgumentListSyntax)).Any(a => a is PatternSyntax or CaseSwitchLabelSyntax)
        || literal.Ancestors().OfType<FieldDeclarationSyntax>().Any(f => f.Modifiers.Any(SyntaxKind.ConstKeyword) && constants.Contains(f.Declaration.Variables[0].Identifier.Text));

    // Patterns, attributes and the like want constants; they are mutated alone.
    private bool CanSwitch(ExpressionSyntax node) =>
        node is not (TypeSyntax or DeclarationExpressionSyntax or ThrowExpressionSyntax)
        && !node.Ancestors().TakeWhile(a => a is not (StatementSyntax or MemberDeclarationSyntax)).Any(a =>
            a is PatternSyntax or AttributeSyntax or CaseSwitchLabelSyntax or ParameterSyntax or InterpolationFormatClauseSyntax or InterpolationAlignmentClauseSyntax)
        && !node.Ancestors().Any(a => a is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } })
        && !node.Ancestors().OfType<FieldDeclarationSyntax>().Any(f => f.Modifiers.Any(SyntaxKind.ConstKeyword) && (f.Declaration.Variables.Count > 1 || constants.Contains(f.Declaration.Variables[0].Identifier.Text)))
        && !node.Ancestors().OfType<LocalDeclarationStatementSyntax>().Any(l => l.IsConst);

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        var isConst = node.Modifiers.Any(SyntaxKind.ConstKeyword);
        if (node.Declaration.Variables is not [{ Initializer: { } initializer } variable]
            || (isConst && constants.Contains(variable.Identifier.Text))
            || !(isConst || (node.Modifiers.Any(SyntaxKind.StaticKeyword) && node.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))))
        {
            return base.VisitFieldDeclaration(node);
        }

        var modifiers = node.Modifiers.Where(m => !m.IsKind(SyntaxKind.ConstKeyword) && !m.IsKind(SyntaxKind.ReadOnlyKeyword) && !m.IsKind(SyntaxKind.StaticKeyword));
        return Property([.. modifiers], node.Declaration.Type, variable.Identifier.Text, (ExpressionSyntax)Visit(initializer.Value)!);
    }

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node) =>
        node is { Initializer: { } initializer, AccessorList.Accessors: [{ RawKind: (int)SyntaxKind.GetAccessorDeclaration, Body: null, ExpressionBody: null }] } && node.Modifiers.Any(SyntaxKind.StaticKeyword)
            ? Property([.. node.Modifiers.Where(m => !m.IsKind(SyntaxKind.StaticKeyword))], node.Type, node.Identifier.Text, (ExpressionSyntax)Visit(initializer.Value)!)
            : base.VisitPropertyDeclaration(node);

    // The generator of regular expressions does not run here.
    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        if (node.AttributeLists.SelectMany(l => l.Attributes).FirstOrDefault(a => $"{a.Name}" == "GeneratedRegex") is not { } generated)
        {
            return base.VisitMethodDeclaration(node);
        }

        var arguments = string.Join(", ", generated.ArgumentList!.Arguments.Select(a => a.ToString()));
        return ParseMemberDeclaration($"private static System.Text.RegularExpressions.Regex {node.Identifier.Text}() => {Switch}.Of(\"{file}.{node.Identifier.Text}\", () => new System.Text.RegularExpressions.Regex({arguments}));");
    }

    private PropertyDeclarationSyntax Property(SyntaxToken[] modifiers, TypeSyntax type, string name, ExpressionSyntax value)
    {
        var words = string.Join(' ', modifiers.Select(m => m.Text));
        var member = (PropertyDeclarationSyntax)ParseMemberDeclaration($"{words} static {type.WithoutTrivia()} {name} => {Switch}.Of<{type.WithoutTrivia()}>(\"{file}.{name}\", () => x);")!;
        var made = member.DescendantNodes().OfType<ParenthesizedLambdaExpressionSyntax>().Single();
        return member.ReplaceNode(made, made.WithExpressionBody(value.WithoutTrivia())).NormalizeWhitespace().WithTrailingTrivia(EndOfLine("\n"));
    }
}
