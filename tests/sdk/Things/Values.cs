using System.Collections.Immutable;
using Pulumi;

namespace TechCorp.PgInfra.Sdk.Tests.Things;

[OutputType]
public sealed class Endpoint
{
    public readonly string Host;
    public readonly int Port;
    public readonly ImmutableArray<string> Aliases;

    [OutputConstructor]
    private Endpoint(string host, int port, ImmutableArray<string> aliases) => (Host, Port, Aliases) = (host, port, aliases);
}

/// <summary>An open enumeration.</summary>
[EnumType]
public readonly struct Tier : IEquatable<Tier>
{
    private readonly string _value;

    private Tier(string value) => _value = value;

    public static Tier Gold { get; } = new("gold");

    public static explicit operator string(Tier tier) => tier._value;

    public static bool operator ==(Tier left, Tier right) => left.Equals(right);

    public static bool operator !=(Tier left, Tier right) => !left.Equals(right);

    public bool Equals(Tier other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Tier other && Equals(other);

    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;
}
