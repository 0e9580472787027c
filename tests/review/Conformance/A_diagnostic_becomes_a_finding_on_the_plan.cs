using TechCorp.PgInfra.Review.Conformance;
using static TechCorp.PgInfra.Review.Tests.Conformance.Support.SmallPlan;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>Whoever reads it knows the program, not the file it became.</summary>
public sealed class A_diagnostic_becomes_a_finding_on_the_plan
{
    private static readonly Planning.PlannedResource Alarm = Resource("aws:cloudwatch/metricAlarm:MetricAlarm", "cpu", """{"name":"cpu","metricQueries":[{"expression":"a"}]}""");

    [Fact]
    public void A_missing_argument_is_named_as_the_program_names_it()
    {
        Assert.Equal(
            (Alarm.Urn, "comparisonOperator"),
            Found("\"cpu\": {", """Missing required argument","detail":"The argument \"comparison_operator\" is required, but no definition was found."""));
        Assert.Equal(
            (Alarm.Urn, "metricQueries[0].id"),
            Found("{\n            \"expression\"", """Missing required argument","detail":"The argument \"id\" is required, but no definition was found."""));
    }

    [Fact]
    public void A_value_is_found_by_its_place_in_the_file() =>
        Assert.Equal((Alarm.Urn, "metricQueries[0].expression"), Found("\"a\"", "no"));

    /// <summary>Errors of a plan sometimes name the resource and no place.</summary>
    [Fact]
    public void Without_a_place_the_address_is_enough_and_without_both_it_is_the_stacks()
    {
        Assert.Equal((Alarm.Urn, ""), Found(null, """no","address":"aws_cloudwatch_metric_alarm.cpu"""));
        Assert.Equal((null, ""), Found(null, "Cycle: a, b"));
    }

    // The diagnostic as Terraform prints it, at the first place where the text stands in the file; `summary` may end the string and go on.
    private static (string? Urn, string Property) Found(string? text, string summary)
    {
        var configuration = PlanTranslation.Translate(Of(Alarm), "5.100.0");
        var at = text is null ? -1 : configuration.Text.IndexOf(text, StringComparison.Ordinal);
        Assert.True(text is null || at > 0, configuration.Text);
        var offset = text?.StartsWith("\"cpu\": {", StringComparison.Ordinal) == true ? at + 7 : at;
        var range = text is null ? "" : $$$""","range":{"start":{"byte":{{{offset}}} }}""";
        var diagnostics = new Diagnostics(Of(Alarm), configuration);
        diagnostics.AddValidation($$"""{"diagnostics":[{"severity":"error","summary":"{{summary}}"{{range}}}]}""");
        var finding = Assert.Single(diagnostics.Findings);
        return (finding.Urn, finding.Property);
    }
}
