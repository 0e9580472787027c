using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Reports;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Tests.Reports;

/// <summary>The page is mailed, attached to a ticket and opened on a train.</summary>
public class A_report_stands_alone
{
    /// <summary>No address of any kind, no script, nothing to load; only links within the page.</summary>
    [Fact]
    public void It_loads_nothing()
    {
        var page = HtmlReport.Render(Report());

        Assert.DoesNotMatch(new Regex(@"https?:|//\w|<script|<link|<img|@import|url\(|src=", RegexOptions.IgnoreCase), page);
        Assert.All(Regex.Matches(page, "href=\"([^\"]*)\""), m => Assert.StartsWith("#", m.Groups[1].Value, StringComparison.Ordinal));
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
    }

    /// <summary>What a drill saw may be a server's own words.</summary>
    [Fact]
    public void Words_of_a_server_are_text() =>
        Assert.Contains("syntax error at &quot;&lt;b&gt;&quot;", HtmlReport.Render(Report()), StringComparison.Ordinal);

    /// <summary>Every moment has its number on the line and its words below; a drill that failed says so before anything else.</summary>
    [Fact]
    public void It_shows_every_moment_and_every_failure()
    {
        var page = HtmlReport.Render(Report());

        Assert.Contains("<span class=\"bad\">0/1</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"badge bad\">failed</span>", page, StringComparison.Ordinal);
        foreach (var (kind, what) in new[] { ("fault", "SIGKILL"), ("detection", "missed 3 probes"), ("recovery", "commits again") })
            Assert.Matches($"<i class=\"{kind}\">\\d</i>{what}", page);
        Assert.Contains("<td>storage</td>", page, StringComparison.Ordinal);
        Assert.Contains("at most 61 ms", page, StringComparison.Ordinal);
        Assert.Contains("alarm at 20 ms", page, StringComparison.Ordinal);
        // A metric with its instance: in its unit, and not into the drawing beside it.
        Assert.Matches(" textLength=\"[0-9]+\" [^>]*>ReplicaLag of techcorp-analytics</text><[^>]*>at most 234 s<", page);
    }

    [Fact]
    public void Programs_get_the_same_as_JSON()
    {
        var drill = JsonReport.Of(Report())["drills"]![0]!;

        Assert.Equal(
            """{"name":"az-failover","proves":"no loss","passed":false,"seconds":3,"checks":[{"what":"nothing lost","holds":false,"seen":"syntax error at \u0022\u003Cb\u003E\u0022"}],"figures":[{"name":"lost commits","value":2,"unit":""},{"name":"downtime","value":null,"unit":"s"}],"timeline":[{"at":1,"kind":"Fault","what":"SIGKILL"},{"at":1.2,"kind":"Detection","what":"missed 3 probes"},{"at":2,"kind":"Recovery","what":"commits again"}],"notes":["here otherwise"]}""",
            drill.ToJsonString());
    }

    private static DrillReport Report()
    {
        var timeline = new Timeline();
        timeline.Mark(TimeSpan.FromSeconds(1), MarkKind.Fault, "SIGKILL");
        timeline.Mark(TimeSpan.FromSeconds(1.2), MarkKind.Detection, "missed 3 probes");
        timeline.Mark(TimeSpan.FromSeconds(2), MarkKind.Recovery, "commits again");
        timeline.Add(Timeline.Throughput, TimeSpan.FromSeconds(0.5), 100);
        timeline.Add(Timeline.Throughput, TimeSpan.FromSeconds(2), 90);
        timeline.Add("ReadLatency", TimeSpan.FromSeconds(1), 0.061);
        timeline.Threshold("ReadLatency", 0.02);
        timeline.Add("ReplicaLag of techcorp-analytics", TimeSpan.FromSeconds(1), 233.6);
        var result = new DrillResult(
            "az-failover", "no loss", [new("nothing lost", false, "syntax error at \"<b>\"")], [new("lost commits", 2, ""), new("downtime", double.NaN, "s")], timeline, ["here otherwise"], TimeSpan.FromSeconds(3));
        return new(
            "prod", null, "15.18", [new("techcorp-primary", NodeKind.Writer, null, "prod", "us-east-1", "db.r6g.2xlarge", "techcorp", "techcorp_admin", 7, ImmutableSortedDictionary<string, string>.Empty)],
            2, 1, [result], [new("storage", "it is this disk's", 0)], TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), DateTimeOffset.UnixEpoch);
    }
}
