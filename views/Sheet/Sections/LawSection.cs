using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>What the laws say of the stack: what is broken, and what is excused by whom.</summary>
internal static class LawSection
{
    public static Markup Render(SheetInput input)
    {
        var laws = input.Laws;
        var judged = laws.Answers.Count(a => a.Answer.Judged > 0);
        return Markup.Of($"""
            <section id="laws"><h2>Laws and exceptions</h2>
            <p>{(laws.Holds ? Markup.Of($"<span class=\"good\">✓ kept</span>") : Markup.Of($"<span class=\"bad\">✗ broken</span>"))} {laws.Answers.Length} laws, {judged} with something to judge, {laws.Violations.Length} violations, {laws.Excused.Length} excused, {laws.Idle.Length} idle exceptions.</p>
            {(laws.Violations.IsEmpty && laws.Idle.IsEmpty ? Markup.None : Broken(laws))}
            {(laws.Excused.IsEmpty ? Markup.None : Excused(laws))}
            <details><summary>All {laws.Answers.Length} laws</summary><ul class="columns">{Markup.Each(laws.Answers, a => $"<li><b>{a.Law.Id}</b> {a.Law.Title} <span class=\"soft\">{string.Join(", ", [.. a.Law.Covers, .. a.Law.Requirements])}</span>")}</ul></details>
            </section>
            """);
    }

    private static Markup Broken(LawReport laws) => Markup.Of($"""
        <div class="wide"><table><caption>Broken</caption><thead><tr><th>law<th>where<th>why<th>way out</thead><tbody>
        {Markup.Each(laws.Violations.GroupBy(v => v.Law), g => $"<tr><th scope=\"row\">{g.Key.Id}<td>{string.Join(", ", g.Select(v => $"{v.Finding.Resource}: {v.Finding.Property} = {v.Finding.Value}"))}<td>{g.Key.Why}<td>{g.Key.WayOut}</tr>")}
        {Markup.Each(laws.Idle, i => $"<tr><th scope=\"row\">{i.Law}<td>{i.Resource ?? "everywhere"}<td>the exception excuses nothing<td>remove it from 'exceptions'</tr>")}
        </tbody></table></div>
        """);

    private static Markup Excused(LawReport laws) => Markup.Of($"""
        <div class="wide"><table><caption>Excused</caption><thead><tr><th>law<th>where<th>reason<th>who answers for it</thead><tbody>
        {Markup.Each(laws.Excused.GroupBy(e => e.Exception), g => $"<tr><th scope=\"row\">{g.Key.Law}<br><span class=\"soft\">{g.First().Violation.Law.Title}</span><td>{Where([.. g.Select(e => e.Violation.Finding.Resource).Distinct()])}<td>{g.Key.Reason}<td>{g.Key.Owner}</tr>")}
        </tbody></table></div>
        """);

    private static string Where(List<string> resources) => resources.Count > 4 ? $"{string.Join(", ", resources.Take(3))} and {resources.Count - 3} more" : string.Join(", ", resources);
}
