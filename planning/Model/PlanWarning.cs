namespace TechCorp.PgInfra.Planning;

/// <summary>Something true of the declaration that a person should weigh before an update.</summary>
/// <param name="Code">Stable word for filtering, for example <c>example-value</c> or <c>risk</c>.</param>
/// <param name="Subject">The configuration key or the resource it is about.</param>
/// <param name="Message">One sentence: what, why it matters, and the way out.</param>
public sealed record PlanWarning(string Code, string Subject, string Message);
