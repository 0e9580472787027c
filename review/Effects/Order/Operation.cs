using System.Collections.Immutable;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>One step of a change, to be done and to be finished before the next.</summary>
/// <param name="What">What is done.</param>
/// <param name="Why">Why here and not earlier or later.</param>
/// <param name="Commands">How; empty when it is an edit of a file.</param>
public sealed record Operation(string What, string Why, ImmutableArray<string> Commands);
