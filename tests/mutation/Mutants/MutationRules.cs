using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace TechCorp.PgInfra.Mutation;

/// <summary>What a step is: the next number, the other truth, another word, a condition that no longer counts.</summary>
internal static class MutationRules
{
    /// <summary>Replacements of an expression; each is a whole expression of the same type.</summary>
    public static IEnumerable<ExpressionSyntax> Of(ExpressionSyntax node, bool texts)
    {
        switch (node)
        {
            case LiteralExpressionSyntax literal:
                return OfLiteral(literal);
            case InterpolatedStringExpressionSyntax text when texts && text.Contents.Count > 0:
                return [text.AddContents(InterpolatedStringText(Token(default, SyntaxKind.InterpolatedStringTextToken, "!", "!", default)))];
            case BinaryExpressionSyntax binary:
                return OfBinary(binary);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return [not.Operand];
            case IsPatternExpressionSyntax { Pattern: var pattern } when !pattern.DescendantNodesAndSelf().Any(n => n is SingleVariableDesignationSyntax):
                return [PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(node.WithoutTrivia()))];
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.Text: "Any" or "All" } name } access, ArgumentList.Arguments.Count: 1 } call:
                return [call.WithExpression(access.WithName(IdentifierName(name.Identifier.Text == "Any" ? "All" : "Any")))];
            default:
                return [];
        }
    }

    /// <summary>Replacements of a constant in a pattern, which no switch can stand in.</summary>
    public static IEnumerable<ExpressionSyntax> OfConstant(LiteralExpressionSyntax literal) => OfLiteral(literal);

    private static IEnumerable<ExpressionSyntax> OfLiteral(LiteralExpressionSyntax literal) => literal.Kind() switch
    {
        SyntaxKind.TrueLiteralExpression => [LiteralExpression(SyntaxKind.FalseLiteralExpression)],
        SyntaxKind.FalseLiteralExpression => [LiteralExpression(SyntaxKind.TrueLiteralExpression)],
        SyntaxKind.NumericLiteralExpression => Numbers(literal),
        // A sentence is for people; a word is for the provider.
        SyntaxKind.StringLiteralExpression when literal.Token.ValueText is var text && !text.Contains(' ', StringComparison.Ordinal) =>
            [LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(text + "~"))],
        _ => [],
    };

    private static IEnumerable<ExpressionSyntax> Numbers(LiteralExpressionSyntax literal) => literal.Token.Value switch
    {
        int n => Steps(n).Select(v => v < 0
            ? (ExpressionSyntax)PrefixUnaryExpression(SyntaxKind.UnaryMinusExpression, LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(-v)))
            : LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(v))),
        long n => [ParseExpression($"{n + 1}L"), ParseExpression($"{n - 1}L")],
        double n => [ParseExpression(string.Create(CultureInfo.InvariantCulture, $"{n + 1:R}d"))],
        _ => [],
    };

    private static int[] Steps(int n) => [n + 1, n - 1];

    private static IEnumerable<ExpressionSyntax> OfBinary(BinaryExpressionSyntax binary)
    {
        (SyntaxKind Kind, SyntaxKind Token)? other = binary.Kind() switch
        {
            SyntaxKind.LessThanExpression => (SyntaxKind.LessThanOrEqualExpression, SyntaxKind.LessThanEqualsToken),
            SyntaxKind.LessThanOrEqualExpression => (SyntaxKind.LessThanExpression, SyntaxKind.LessThanToken),
            SyntaxKind.GreaterThanExpression => (SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.GreaterThanEqualsToken),
            SyntaxKind.GreaterThanOrEqualExpression => (SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanToken),
            SyntaxKind.EqualsExpression => (SyntaxKind.NotEqualsExpression, SyntaxKind.ExclamationEqualsToken),
            SyntaxKind.NotEqualsExpression => (SyntaxKind.EqualsExpression, SyntaxKind.EqualsEqualsToken),
            SyntaxKind.AddExpression => (SyntaxKind.SubtractExpression, SyntaxKind.MinusToken),
            SyntaxKind.SubtractExpression => (SyntaxKind.AddExpression, SyntaxKind.PlusToken),
            SyntaxKind.MultiplyExpression => (SyntaxKind.DivideExpression, SyntaxKind.SlashToken),
            SyntaxKind.DivideExpression => (SyntaxKind.MultiplyExpression, SyntaxKind.AsteriskToken),
            _ => null,
        };
        return other is { } o ? [BinaryExpression(o.Kind, binary.Left, Token(o.Token).WithTriviaFrom(binary.OperatorToken), binary.Right)] : [];
    }
}
