using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// What the declared parameters and connections may take of an instance's memory when every session sorts once.
/// A plan may take work_mem several times and a hash takes twice that (hash_mem_multiplier), so this is a floor, not a promise;
/// a class that has no room even for it would be killed by its own settings.
/// </summary>
/// <param name="Items">What takes memory, in bytes, in the order to explain it.</param>
/// <param name="Class">Instance class.</param>
public sealed record MemoryBudget(ImmutableArray<(string What, long Bytes)> Items, InstanceClass Class)
{
    /// <summary>Share of the nominal memory PostgreSQL can have; the rest is the operating system, RDS's agents and some page cache.</summary>
    public const int UsablePercent = 90;

    /// <summary>Private memory of one session before it sorts anything: caches of catalogue and plans.</summary>
    public const long BytesPerSession = 10L << 20;

    /// <summary>Everything together.</summary>
    public long Total => Items.Aggregate(0L, (sum, item) => Saturate((decimal)sum + item.Bytes));

    /// <summary>What PostgreSQL can have.</summary>
    public long Usable => Class.MemoryBytes / 100 * UsablePercent;

    /// <summary>True when there is room.</summary>
    public bool Fits => Total <= Usable;

    /// <summary>The arithmetic, for messages.</summary>
    public string Explanation =>
        $"{string.Join(" + ", Items.Select(i => $"{i.What} {GiB(i.Bytes)}"))} = {GiB(Total)}; {Class.Name} has {Class.MemoryGiB} GiB, of which {UsablePercent} % is {GiB(Usable)}";

    /// <summary>The budget of one instance.</summary>
    /// <param name="instanceClass">Its class.</param>
    /// <param name="connections">Who connects to it.</param>
    /// <param name="logins">Logins of the catalogue; their work_mem beats the server's.</param>
    /// <param name="engineValue">Value of a parameter in engine units, or null where RDS's default stands.</param>
    public static MemoryBudget For(
        InstanceClass instanceClass, ConnectionBudget connections, ImmutableArray<Login> logins, Func<string, string?> engineValue)
    {
        var serverWorkMem = Bytes("work_mem", engineValue) ?? 4L << 20;
        var workers = engineValue("autovacuum_max_workers") is { } text && int.TryParse(text, out var declared) ? declared : 3;
        var pooledWorkMem = logins.Where(l => l.Pooled).Select(l => WorkMem(l, serverWorkMem)).DefaultIfEmpty(serverWorkMem).Max();
        var direct = logins.Where(l => connections.Direct.ContainsKey(l.Name)).ToList();

        return new(
            [
                ("shared_buffers", Bytes("shared_buffers", engineValue) ?? instanceClass.MemoryBytes / 4),
                ($"{workers} autovacuum workers", Saturate((decimal)workers * (Bytes("maintenance_work_mem", engineValue) ?? 64L << 20))),
                ($"{connections.Total} sessions", Saturate((decimal)connections.Total * BytesPerSession)),
                ("pooled work_mem", Saturate((decimal)connections.Pooled * pooledWorkMem)),
                ("direct work_mem", Saturate(direct.Sum(l => (decimal)connections.Direct[l.Name] * WorkMem(l, serverWorkMem)))),
            ],
            instanceClass);
    }

    private static long WorkMem(Login login, long server) =>
        login.Settings.WorkMem is { } text && Quantity.ToEngine(text, ParameterUnit.Bytes, out _) is { } bytes ? (long)bytes : server;

    private static long? Bytes(string parameter, Func<string, string?> engineValue) =>
        engineValue(parameter) is { } text && decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var engine) && engine > 0
            ? Saturate(engine * PostgreSqlParameters.Get(parameter).Unit.Scale())
            : null;

    private static long Saturate(decimal value) => value > long.MaxValue ? long.MaxValue : (long)value;

    private static string GiB(long bytes) => $"{bytes / (double)(1L << 30):0.##} GiB";
}
