namespace TechCorp.PgInfra.Planning.Schema;

/// <summary>Something in the declaration that the provider or the engine would refuse.</summary>
/// <param name="Type">Type token of the resource.</param>
/// <param name="Name">Its logical name.</param>
/// <param name="Path">Input path, or empty when it is about the resource itself.</param>
/// <param name="Message">What is wrong and the way out; never a value, which may be secret.</param>
public sealed record PlanProblem(string Type, string Name, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Type} '{Name}'{(Path.Length == 0 ? "" : $", {Path}")}: {Message}";
}
