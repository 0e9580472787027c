using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Views.Cost;

namespace TechCorp.PgInfra.Cli.Cost;

/// <summary>An estimate for people: amounts to the right, each with its arithmetic.</summary>
internal static class CostText
{
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(CostEstimate estimate, ImmutableArray<Reservation>? offers, IAnsiConsole console)
    {
        console.Line(($"Stack {estimate.Stack}, {estimate.Region}: ${Money.Cents(estimate.Monthly)} a month", Bold));
        console.Line(($"List prices of {estimate.Oldest:yyyy-MM-dd} to {estimate.Newest:yyyy-MM-dd}, before tax, discounts and an account's free allowances.{(estimate.Inferred == 0 ? "" : $" ~ marks an inferred price: ${Money.Cents(estimate.Inferred)} of it.")}", Style.Plain));
        console.WriteLine();
        Lines(estimate, console);
        console.WriteLine();
        Areas(estimate, console);
        Outlook(estimate, console);
        Reservations(estimate, offers, console);
        Assumed(estimate, console);
    }

    public static void Write(CostEstimate left, CostEstimate right, IAnsiConsole console)
    {
        var rows = CostComparison.Of(left, right);
        console.Line(($"Stacks {left.Stack} and {right.Stack}: ${Money.Cents(left.Monthly)} and ${Money.Cents(right.Monthly)} a month, {Money.Difference(right.Monthly - left.Monthly)}", Bold));
        console.WriteLine();
        var what = rows.Max(r => Label(r).Length);
        console.WriteLine($"{"".PadRight(what)}  {left.Stack,12}  {right.Stack,12}  {"difference",12}");
        foreach (var row in rows)
        {
            console.Line(($"{Label(row).PadRight(what)}  {Amount(row.Left),12}  {Amount(row.Right),12}  {Money.Difference(row.Usd),12}", row.Usd == 0 ? Dim : Style.Plain));
        }

        console.Line(($"{"together".PadRight(what)}  {Amount(left.Monthly),12}  {Amount(right.Monthly),12}  {Money.Difference(right.Monthly - left.Monthly),12}", Bold));
    }

    private static string Label(CostDifference row) => $"{row.Subject}, {Word(row.Area)}";

    private static string Amount(decimal? usd) => usd is { } amount ? Money.Cents(amount) : "-";

    // Fifty-five alarms at one price are one line.
    private static void Lines(CostEstimate estimate, IAnsiConsole console)
    {
        var rows = estimate.Lines.GroupBy(l => (l.Type, Name: l.Type == "aws:rds/instance:Instance" ? l.Resource : "", l.Item, l.Formula, l.IsInferred))
            .Select(g => (
                Name: g.Count() == 1 ? g.First().Resource : $"{g.Count()} {g.First().Subject}",
                g.Key.Item, Usd: g.Sum(l => l.Usd), Formula: g.Count() == 1 ? g.Key.Formula : $"{g.Count()} × ({g.Key.Formula})", g.Key.IsInferred))
            .ToList();
        var (name, item) = (rows.Max(r => r.Name.Length), rows.Max(r => r.Item.Length));
        var last = "";
        foreach (var row in rows)
        {
            console.Line(
                ((row.Name == last ? "" : row.Name).PadRight(name + 2), Style.Plain),
                (row.Item.PadRight(item), Style.Plain),
                ($"{Money.Cents(row.Usd),11}{(row.IsInferred && row.Usd > 0 ? " ~ " : "   ")}", Style.Plain),
                (row.Formula, Dim));
            last = row.Name;
        }
    }

    private static void Areas(CostEstimate estimate, IAnsiConsole console)
    {
        foreach (var (area, usd) in estimate.Areas)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Word(area),-12}{Money.Cents(usd),11}  {(estimate.Monthly == 0 ? 0 : 100 * usd / estimate.Monthly),5:0.0} %"));
        }
    }

    private static void Outlook(CostEstimate estimate, IAnsiConsole console)
    {
        if (!estimate.Outlook.IsEmpty)
        {
            console.WriteLine();
            console.Line(("Not in it", Bold));
            foreach (var line in estimate.Outlook)
            {
                console.Line(($"  {line.What} ({line.When}): ", Style.Plain), ($"${Money.Cents(line.Usd)} {line.Per}", Bold), ($" = {line.Formula}", Dim));
            }
        }
    }

    private static void Reservations(CostEstimate estimate, ImmutableArray<Reservation>? offers, IAnsiConsole console)
    {
        console.WriteLine();
        console.Line(("Reserving the instances", Bold));
        foreach (var group in estimate.Groups)
        {
            console.Line(($"  {group.Count} × {group.Class}, {InstanceGroup.Zones(group.MultiAz)}: ${Money.Cents(group.OnDemandMonth)} a month on demand", Style.Plain));
            var reserved = ReservedGroup.Of(group, offers ?? []);
            foreach (var offer in reserved)
            {
                console.WriteLine(
                    $"    {offer.Offer.Years} year{(offer.Offer.Years == 1 ? " " : "s")} {offer.Offer.Payment,-15}  ${Money.Cents(offer.Upfront),10} at once, ${Money.Cents(offer.Monthly),9} a month over the term, "
                    + $"{Money.Saved(offer.SavedPercent)}; {offer.PaidOff}{(offer.Instead is { Length: > 0 } instead ? $"; {instead}" : "")}");
            }

            if (offers is not null && reserved.IsEmpty)
            {
                console.WriteLine("    no offer for this class, nor for a smaller one of its family, is in the file");
            }
        }

        if (offers is null && !estimate.Groups.IsEmpty)
        {
            console.WriteLine($"  What a reservation costs is not in the price table. {InstanceGroup.Rule}");
            console.WriteLine($"  {InstanceGroup.SavingsPlans(estimate.Groups)}");
            console.WriteLine("  Ask AWS for its offers; this reads, and buys nothing:");
            console.WriteLine($"    {InstanceGroup.OffersCommand(estimate.Region, estimate.Groups)} | ./pg cost --stack {estimate.Stack} --offers -");
        }
    }

    private static void Assumed(CostEstimate estimate, IAnsiConsole console)
    {
        console.WriteLine();
        console.Line(("Assumptions (--assume key=value)", Bold));
        var width = Assumptions.Table.Max(a => a.Key.Length);
        foreach (var assumption in Assumptions.Table)
        {
            var given = estimate.Assumptions.IsGiven(assumption.Key) ? $" (instead of {Money.Number(assumption.Default)})" : "";
            console.WriteLine($"  {assumption.Key.PadRight(width)}  {Money.Number(estimate.Assumptions[assumption.Key]),9} {assumption.Unit} {assumption.Meaning}{given}");
        }
    }

    public static string Word(CostArea area) => area switch
    {
        CostArea.Instances => "instances",
        CostArea.Storage => "storage",
        CostArea.Backups => "backups",
        CostArea.Transfer => "transfer",
        CostArea.Pooler => "pooler",
        CostArea.Monitoring => "monitoring",
        _ => "keys",
    };
}
