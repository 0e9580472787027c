using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Review.Tests.Effects.Support;

/// <summary>An instance as it is in the middle of an edit.</summary>
internal sealed class PaperInstance
{
    public required string Stack { get; init; }

    public required string Identifier { get; init; }

    /// <summary>Key of the instance it replays, whatever its stack; null for a writer.</summary>
    public string? Source { get; set; }

    /// <summary>Key of its parameter group.</summary>
    public required string Group { get; set; }

    /// <summary>Static parameters as the running server has them.</summary>
    public required Dictionary<string, string> InForce { get; set; }

    /// <summary>What RDS calls pending-reboot.</summary>
    public bool Waits { get; set; }

    public bool IsGuarded { get; set; }

    /// <summary>A change waits for the maintenance window.</summary>
    public bool InWindow { get; set; }

    /// <summary>Its source is gone.</summary>
    public bool IsTerminated { get; set; }

    public int Restarts { get; set; }

    /// <summary>What the engine has last been told of it.</summary>
    public required JsonObject Inputs { get; set; }
}
