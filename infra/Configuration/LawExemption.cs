namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>
/// A law of the estate that this stack does not keep, and who answers for that. The program declares nothing from it; <c>./pg laws</c>
/// reads it, prints it every time, and refuses it once there is nothing left to excuse.
/// </summary>
/// <param name="Law">Name of the law, e.g. <c>default-port</c>; <c>./pg laws --coverage</c> lists them.</param>
/// <param name="Resource">Logical name of the one resource it is for, <c>*</c> standing for any text; null means every resource.</param>
/// <param name="Reason">Why the law is not kept, as a sentence somebody else can judge.</param>
/// <param name="Owner">Who decided it and can take it back.</param>
/// <param name="UntilPromoted">
/// <c>until: promoted</c>: it ends with the warm replica it excuses, and is no mistake afterwards. Somebody who promotes at night edits
/// one line, and the gate is clean.
/// </param>
public sealed record LawExemption(string Law, string? Resource, string Reason, string Owner, bool UntilPromoted = false);
