using System.Diagnostics;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Load;
using TechCorp.PgInfra.Rehearsal.Metrics;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>What a drill works with: the estate, a clock, and a place for what it sees.</summary>
public sealed class DrillRun
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<DrillCheck> _checks = [];
    private readonly List<DrillFigure> _figures = [];
    private readonly List<string> _notes = [];
    private readonly List<string> _fired = [];
    private readonly IProgress<string>? _progress;
    private LagSampler? _lag;

    private DrillRun(Drill drill, DrillEstate subject, IProgress<string>? progress) => (Drill, Subject, _progress) = (drill, subject, progress);

    /// <summary>The drill.</summary>
    public Drill Drill { get; }

    /// <summary>The estate with what is declared for it.</summary>
    public DrillEstate Subject { get; }

    /// <summary>Its processes.</summary>
    public RunningEstate Estate => Subject.Estate;

    /// <summary>What happened when.</summary>
    public Timeline Timeline { get; } = new();

    /// <summary>Time since the drill began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    /// <summary>Runs a drill. An estate or load that does not do what the drill needs is a failed drill, not an error of the program.</summary>
    public static async Task<DrillResult> RunAsync(Drill drill, DrillEstate subject, IProgress<string>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(drill);
        var run = new DrillRun(drill, subject, progress);
        var ended = false;
        try
        {
            if (drill.Lacks(subject.Estate.Plans) is { } reason) throw new DrillException($"It cannot be drilled on stack {subject.Estate.Plans.Estate.Stack}: {reason}.");
            await run.PoolersLetInAsync(cancellation);
            await drill.RunAsync(run, cancellation);
            ended = true;
        }
        catch (Exception e) when (e is DrillException or Processes.ProcessException or Npgsql.NpgsqlException or Migrations.PostDeployException)
        {
            run.Check("the drill runs to its end", false, e.Message);
        }
        finally
        {
            if (run._lag is { } lag) await lag.DisposeAsync();
        }

        return new(drill.Name, drill.Proves, [.. run._checks], [.. run._figures], run.Timeline, [.. run._notes], run.Now) { LeftWhole = ended && !drill.EndsTheEstate, Fired = [.. run._fired] };
    }

    /// <summary>Asserts.</summary>
    /// <param name="what">What must be true.</param>
    /// <param name="holds">Whether it is.</param>
    /// <param name="seen">What was seen.</param>
    public void Check(string what, bool holds, string seen) => _checks.Add(new(what, holds, seen));

    /// <summary>True while everything that was asserted is true. Where something is not, worse is not done to the estate.</summary>
    public bool Holds => _checks.TrueForAll(c => c.Holds);

    /// <summary>Records a measured value.</summary>
    public void Figure(string name, double value, string unit = "") => _figures.Add(new(name, value, unit));

    /// <summary>Records alarms that fired as they should.</summary>
    public void Fired(params IEnumerable<string> alarms) => _fired.AddRange(alarms);

    /// <summary>Records what was done otherwise than it would be on RDS.</summary>
    public void Note(string note) => _notes.Add(note);

    /// <summary>Marks a moment on the time line and tells the progress.</summary>
    public TimeSpan Mark(MarkKind kind, string what)
    {
        var at = Now;
        Timeline.Mark(at, kind, what);
        _progress?.Report(what);
        return at;
    }

    /// <summary>Makes the table the load writes into, starts the load, and follows the replicas' lag until it ends.</summary>
    public async Task<ClientLoad> StartLoadAsync(LoadOptions options, CancellationToken cancellation)
    {
        await CommitTable.CreateAsync(Estate, cancellation);
        Mark(MarkKind.Step, $"load: {options.Clients} clients of {options.Login} through {Estate.Poolers.Length} poolers");
        _lag ??= LagSampler.Start(Estate, seconds => Timeline.Add(Drills.Timeline.Lag, Now, seconds));
        return await ClientLoad.StartAsync(Estate, options, () => Now, cancellation);
    }

    /// <summary>Draws a load that has ended. Lag is no longer followed: an idle source shows up to five minutes of it.</summary>
    public async Task EndedAsync(LoadResult load)
    {
        ArgumentNullException.ThrowIfNull(load);
        Timeline.Add(load);
        if (_lag is { } lag) await lag.DisposeAsync();
        _lag = null;
    }

    // A pooler whose last login to the server failed, or was cut by a reload, turns the next client away once ("server login has
    // been failing"). What an earlier drill left so is not to be found by this one. A statement is asked: a pooler that knows the server's
    // greeting lets a client in without the server, and turns it away at its first statement.
    internal Task PoolersLetInAsync(CancellationToken cancellation) => Task.WhenAll(
        from pooler in Estate.Poolers
        from login in Catalog.ServiceCatalog.TechCorp.Logins
        where login.Pooled
        select LetsInAsync(pooler, login.Name, cancellation));

    private async Task LetsInAsync(RunningPooler pooler, string login, CancellationToken cancellation)
    {
        var seen = "";
        if (!await UntilAsync(OpensAsync, TimeSpan.FromSeconds(10), cancellation))
            throw new DrillException($"{pooler.Name} does not let {login} in: {seen}");

        async Task<bool> OpensAsync()
        {
            try
            {
                await using var connection = new Npgsql.NpgsqlConnection(Estate.ConnectionThrough(pooler, login).ConnectionString);
                await connection.OpenAsync(cancellation);
                await using var command = new Npgsql.NpgsqlCommand("SELECT 1", connection);
                await command.ExecuteScalarAsync(cancellation);
                return true;
            }
            catch (Npgsql.NpgsqlException e)
            {
                seen = e.Message;
                return false;
            }
        }
    }

    /// <summary>Waits for a condition.</summary>
    /// <returns>False when it did not come true in time.</returns>
    public async Task<bool> UntilAsync(Func<Task<bool>> condition, TimeSpan atMost, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(condition);
        for (var deadline = Now + atMost; !await condition(); await Task.Delay(20, cancellation))
            if (Now > deadline) return false;
        return true;
    }

    /// <summary>Checks that a node holds every acknowledged id, and returns how many it lacks.</summary>
    public async Task<int> LostAsync(RunningNode node, LoadResult load, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(load);
        var held = await CommitTable.IdsAsync(node, Estate.DatabaseName, cancellation);
        return load.Commits.Count(c => !held.Contains(c.Id));
    }
}
