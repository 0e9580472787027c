using System.Text.Json.Nodes;
using FsCheck.Fluent;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Conformance;
using TechCorp.PgInfra.Review.Tests.Conformance.Support;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>
/// Every string of Terraform's JSON syntax is a template. A policy variable or a log prefix that is read as one is a failed plan at
/// best, and at worst another value than the one declared.
/// </summary>
public sealed class Any_text_reaches_the_provider_as_it_is
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/$${aws:username}")]
    [InlineData("%m [%p] %{x}", "%m [%p] %%{x}")]
    [InlineData("$${x}", "${\"$$\"}{x}")]
    [InlineData("a ${aws:kms/key:Key::k.arn} b", "a ${K} b")]
    [InlineData("$${aws:kms/key:Key::k.arn}", "${\"$\"}${K}")]
    [InlineData("100%${aws:kms/key:Key::k.arn}${aws:kms/key:Key::k.arn}", "100${\"%\"}${K}${K}")]
    [InlineData("a$%{b}$%${aws:kms/key:Key::k.arn}", "a${\"$%\"}{b}${\"$%\"}${K}")]
    public void Literals_are_escaped_and_references_interpolated(string text, string expected) =>
        Assert.Equal(expected, TemplateText.From(text, _ => "K"));

    /// <summary>Terraform itself evaluates what the escaping made of 300 texts out of the characters that matter to it.</summary>
    [TerraformFact]
    public async Task Terraform_evaluates_the_template_to_the_text()
    {
        const string Reference = "${aws:kms/key:Key::k.arn}";
        var pieces = Gen.Elements("$", "$", "%", "%", "{", "{", "}", "\"", "\\", "~", "é", "a", "\n", Reference);
        var texts = Gen.ArrayOf(pieces).Select(string.Concat).Sample(300, 12).Append("").ToList();
        var outputs = new JsonObject(texts.Select((text, i) =>
            KeyValuePair.Create($"o{i}", (JsonNode?)new JsonObject { ["value"] = TemplateText.From(text, _ => "local.k") })));
        Assert.Equal(301, texts.Count);
        using var folder = new WorkFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "main.tf.json"),
            new JsonObject { ["locals"] = new JsonObject { ["k"] = "VALUE" }, ["output"] = outputs }.ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "cli.tfrc"), "");

        var (code, output, error) = await new TerraformProcess(RealProvider.Installation, folder).RunAsync(default, "apply", "-auto-approve", "-json", "-input=false");

        Assert.True(code == 0, output + error);
        var values = output.Split('\n').Where(l => l.Length > 0).Select(l => JsonNode.Parse(l)!).Last(m => (string?)m["type"] == "outputs")["outputs"]!;
        Assert.Equal(
            texts.Select(t => PlanReference.Replace(t, _ => "VALUE")),
            texts.Select((_, i) => (string?)values[$"o{i}"]!["value"]));
    }
}
