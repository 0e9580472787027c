using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>A finding under its law.</summary>
public sealed record Violation(Law Law, Finding Finding);

/// <summary>A finding that an exception of the configuration excuses.</summary>
public sealed record Excused(Violation Violation, LawExemption Exception);

/// <summary>What all laws say of one stack.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Answers">Every law with its answer, in the order of <see cref="LawBook.All"/>.</param>
/// <param name="Violations">What nothing excuses.</param>
/// <param name="Excused">What an exception excuses.</param>
/// <param name="Idle">Exceptions that excuse nothing: mended, renamed, or never true. They are errors.</param>
public sealed record LawReport(
    string Stack,
    ImmutableArray<(Law Law, LawAnswer Answer)> Answers,
    ImmutableArray<Violation> Violations,
    ImmutableArray<Excused> Excused,
    ImmutableArray<LawExemption> Idle)
{
    /// <summary>True when nothing stands between this stack and an update.</summary>
    public bool Holds => Violations.IsEmpty && Idle.IsEmpty;

    /// <summary>Asks every law.</summary>
    public static LawReport Of(JudgedEstate estate) => Of(estate, LawBook.All);

    /// <summary>Asks these laws.</summary>
    public static LawReport Of(JudgedEstate estate, ImmutableArray<Law> laws)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var answers = laws.Select(law => (law, law.Judge(estate))).ToImmutableArray();
        var exceptions = estate.Settings.ExceptionsInForce.ToList();
        var violations = ImmutableArray.CreateBuilder<Violation>();
        var excused = ImmutableArray.CreateBuilder<Excused>();
        foreach (var violation in answers.SelectMany(a => a.Item2.Findings.Select(f => new Violation(a.law, f))))
        {
            if (exceptions.Find(e => Concerns(e, violation)) is { } exception)
            {
                excused.Add(new(violation, exception));
            }
            else
            {
                violations.Add(violation);
            }
        }

        // The first exception that fits is the one that is used; a second for the same thing is one too many.
        return new(
            estate.Plan.Stack, answers, violations.ToImmutable(), excused.ToImmutable(),
            [.. exceptions.Where(e => !excused.Any(x => ReferenceEquals(x.Exception, e)))]);
    }

    private static bool Concerns(LawExemption exception, Violation violation) =>
        exception.Law == violation.Law.Id && (exception.Resource is null || Pattern(exception.Resource).IsMatch(violation.Finding.Resource));

    private static Regex Pattern(string text) => new($@"\A{Regex.Escape(text).Replace(@"\*", ".*", StringComparison.Ordinal)}\z", RegexOptions.CultureInvariant);
}
