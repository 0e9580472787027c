using System.Collections.Immutable;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>Something that must be true of an estate before anybody deploys it.</summary>
/// <param name="Id">Name in reports and in <c>exceptions</c>, e.g. <c>deletion-protection</c>.</param>
/// <param name="Title">What is true where it is kept, as a sentence.</param>
/// <param name="Covers">
/// Controls of AWS Foundational Security Best Practices (<c>RDS.8</c>) and rules of Checkov (<c>CKV_AWS_293</c>) and Trivy
/// (<c>AWS-0177</c>) it stands for; empty for what no scanner knows.
/// </param>
/// <param name="Requirements">Requirement ids it follows from, e.g. <c>S49</c>.</param>
/// <param name="Why">What happens where it is broken.</param>
/// <param name="WayOut">What to change, by configuration key where there is one.</param>
/// <param name="Judge">The answer for one estate.</param>
public sealed record Law(
    string Id,
    string Title,
    ImmutableArray<string> Covers,
    ImmutableArray<string> Requirements,
    string Why,
    string WayOut,
    Func<JudgedEstate, LawAnswer> Judge)
{
    /// <summary>A law that asks the same of each of a kind of things.</summary>
    /// <param name="id">See <see cref="Id"/>.</param>
    /// <param name="title">See <see cref="Title"/>.</param>
    /// <param name="ids">Covered controls and requirement ids, separated by blanks.</param>
    /// <param name="why">See <see cref="Why"/>.</param>
    /// <param name="wayOut">See <see cref="WayOut"/>.</param>
    /// <param name="subjects">What it is asked of.</param>
    /// <param name="judge">What is wrong with one of them; nothing where it keeps the law.</param>
    internal static Law OfEach<T>(
        string id, string title, string ids, string why, string wayOut,
        Func<JudgedEstate, IEnumerable<T>> subjects, Func<JudgedEstate, T, IEnumerable<Finding>> judge)
    {
        var words = ids.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(
            id, title, [.. words.Where(w => !IsRequirement(w))], [.. words.Where(IsRequirement)], why, wayOut,
            estate =>
            {
                var all = subjects(estate).ToList();
                return new(all.Count, [.. all.SelectMany(subject => judge(estate, subject))]);
            });
    }

    private static bool IsRequirement(string id) => id is ['S' or 'C', .. var number] && number.All(char.IsAsciiDigit);
}

/// <summary>What a law says of one estate.</summary>
/// <param name="Judged">How many things it looked at; 0 means the stack declares nothing of that kind.</param>
/// <param name="Findings">What breaks it.</param>
public sealed record LawAnswer(int Judged, ImmutableArray<Finding> Findings);

/// <summary>One place where a law is broken.</summary>
/// <param name="Resource">Logical name of the resource; in another stack's plan, <c>stack/name</c>.</param>
/// <param name="Property">Input, parameter or option.</param>
/// <param name="Value">What stands there, never a secret; or the arithmetic that fails.</param>
public sealed record Finding(string Resource, string Property, string Value);
