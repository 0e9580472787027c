namespace TechCorp.PgInfra.Processes;

/// <summary>Progress of long work, reported when a step begins and when it ends.</summary>
/// <param name="Node">Cluster or pooler it happens to.</param>
/// <param name="What">What is done, e.g. <c>base backup from primary</c>.</param>
/// <param name="Took">Null when the step begins; how long it took when it has ended.</param>
public readonly record struct Step(string Node, string What, TimeSpan? Took);
