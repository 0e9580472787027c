using TechCorp.PgInfra.Review.Conformance;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>
/// Terraform reads every text as a template. Any_text_reaches_the_provider_as_it_is asks terraform about made-up ones; these are the
/// kinds of them, and need nothing.
/// </summary>
public sealed class Text_reaches_the_provider_as_it_is
{
    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("$", "$")]
    [InlineData("${x}", "$${x}")]
    [InlineData("%{x}", "%%{x}")]
    [InlineData("$${x}", """${"$$"}{x}""")]
    [InlineData("a%${x}$", """a${"%$"}{x}$""")]
    public void Without_a_reference(string text, string template)
    {
        Assert.Equal(template, TemplateText.Literal(text));
        Assert.Equal(template, TemplateText.From(text, _ => throw new InvalidOperationException("holds no reference")));
    }

    [Theory]
    [InlineData("a ${aws:kms/key:Key::k.arn} b%", "a ${x} b%")]
    [InlineData("5$${aws:kms/key:Key::k.arn}", """5${"$"}${x}""")]
    [InlineData("${aws:kms/key:Key::k.arn}%${aws:kms/key:Key::k.arn}$", """${x}${"%"}${x}$""")]
    public void Around_a_reference(string text, string template) => Assert.Equal(template, TemplateText.From(text, _ => "x"));
}
