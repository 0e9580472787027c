using System.Globalization;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Cost;
using TechCorp.PgInfra.Views.Sheet.Sections;

namespace TechCorp.PgInfra.Views.Sheet;

/// <summary>
/// One page that shows a stack: no script, no font, no image from elsewhere. The same input gives the same bytes.
/// </summary>
public static class SheetPage
{
    private static readonly (string Id, string Title)[] Contents =
    [
        ("estate", "Estate"), ("endpoints", "Endpoints"), ("parameters", "Parameters"), ("alarms", "Alarms"), ("privileges", "Privileges"),
        ("laws", "Laws"), ("cost", "Cost"), ("windows", "Windows"),
    ];

    /// <summary>The page.</summary>
    public static string Render(SheetInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var settings = input.Estate.Settings;
        var title = $"PostgreSQL {settings.NamePrefix}, stack {input.Estate.Plan.Stack}";
        var contents = input.Other is null ? Contents : [.. Contents, ("compare", "Comparison")];
        return Markup.Of($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>
            <style>{new Markup(SheetStyle.Css)}</style></head><body>
            <a class="skip" href="#estate">To the drawing</a>
            <header><h1>{title}</h1>
            <p class="soft">{settings.Ownership.Team}, {settings.Ownership.TechLead}, {settings.Ownership.SlackChannel}. Plan {input.Digest}{(input.Date is { } date ? date.ToString(", yyyy-MM-dd", CultureInfo.InvariantCulture) : "")}.</p>
            {Tiles(input)}
            <nav aria-label="Sections">{Markup.Each(contents, c => $"<a href=\"#{c.Id}\">{c.Title}</a>")}</nav></header><main>
            {EstateSection.Render(input)}
            {EndpointSection.Render(input)}
            {ParameterSection.Render(input)}
            {AlarmSection.Render(input)}
            {PrivilegeSection.Render(input)}
            {LawSection.Render(input)}
            {CostSection.Render(input)}
            {WindowSection.Render(input)}
            {ComparisonSection.Render(input)}
            </main></body></html>

            """).Html.ReplaceLineEndings("\n");
    }

    private static Markup Tiles(SheetInput input)
    {
        var estate = input.Estate;
        var drilled = input.Drills is { } drills ? $"{drills.Values.Count(p => p)} of {drills.Count}" : "not given";
        (string Value, string What)[] tiles =
        [
            ($"{estate.Instances.Count()}", "instances"),
            (estate.Settings.Region, estate.Copies.IsEmpty ? "region" : $"region, copied to {string.Join(", ", estate.Copies.Select(c => c.Settings.Region))}"),
            ($"{estate.Plan.OfType(AwsTypes.Alarm).Count()}", "alarms"),
            (input.Laws.Holds ? "kept" : $"{input.Laws.Violations.Length} broken", $"of {input.Laws.Answers.Length} laws, {input.Laws.Excused.Length} excused"),
            ($"${Money.Cents(Math.Round(input.Cost.Monthly))[..^3]}", "a month, list prices"),
            (drilled, "drills passed"),
        ];
        return Markup.Of($"<dl class=\"tiles\">{Markup.Each(tiles, t => $"<div><dd>{t.Value}</dd><dt>{t.What}</dt></div>")}</dl>");
    }
}
