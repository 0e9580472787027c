using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>
/// A promoted copy under the names of the writer it was. It keeps the role <c>dr</c> in the names of its groups and rules, since a
/// promotion replaces nothing; that it is now what <c>primary</c> is elsewhere is what makes its parameters comparable.
/// </summary>
internal static partial class CopyAsWriter
{
    public static Plan Read(Plan plan)
    {
        var renamed = PlanJson.Read(PlanReference.Replace(PlanJson.Write(plan), r => (r with { Name = Rename(r.Name) }).ToString()));
        return renamed with
        {
            Resources =
            [
                .. renamed.Resources.Select(r => r with
                {
                    Name = Rename(r.Name),
                    Options = r.Options with { DependsOn = [.. r.Options.DependsOn.Select(urn => urn.LastIndexOf("::", StringComparison.Ordinal) is var at && at < 0 ? urn : urn[..at] + "::" + Rename(urn[(at + 2)..]))] },
                }),
            ],
        };
    }

    private static string Rename(string name) => Role().Replace(name, "primary");

    [GeneratedRegex("(?<=^|-)dr(?=-|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Role();
}
