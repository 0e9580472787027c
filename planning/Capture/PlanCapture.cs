using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;
using TechCorp.PgInfra.Planning.Capture;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Planning;

/// <summary>
/// Runs a stack of the real program on mocks (<c>Pulumi.Testing</c>) and captures what it declares. Asks no cloud and no engine, and
/// knows no state.
/// </summary>
/// <remarks>
/// The SDK reads its configuration from environment variables when a run starts, so captures take turns within a process. One
/// <see cref="PlanCapture"/> runs each configuration once: a stack that is asked for after another referred to it is there already.
/// </remarks>
public sealed class PlanCapture
{
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private readonly PulumiProject _project;
    private readonly Func<StackConfiguration, StackOptions, Stack> _program;
    private readonly Func<StackConfiguration, ConfigurationReview> _review;
    private readonly Dictionary<(string Stack, string Values, string Secrets), Captured> _captured = [];

    /// <param name="project">Where stacks are read from when they refer to each other.</param>
    /// <param name="program">Constructs the stack with these options, inside a run.</param>
    /// <param name="review">Judges a configuration before the program is run with it; null finds nothing.</param>
    public PlanCapture(
        PulumiProject project,
        Func<StackConfiguration, StackOptions, Stack> program,
        Func<StackConfiguration, ConfigurationReview>? review = null) =>
        (_project, _program, _review) = (project, program, review ?? (_ => ConfigurationReview.Nothing));

    /// <summary>Captures a stack as configured in the project folder.</summary>
    /// <exception cref="ProjectException">The project or a stack file cannot be read.</exception>
    /// <exception cref="ConfigurationException">The configuration has problems; all of them.</exception>
    /// <exception cref="PlanException">The declaration cannot become a plan; all reasons.</exception>
    /// <exception cref="ProgramException">The program failed.</exception>
    public Task<Plan> RunAsync(string stack) => RunAsync(_project.LoadStack(stack));

    /// <summary>Captures a stack with this configuration, whatever its file says.</summary>
    /// <inheritdoc cref="RunAsync(string)"/>
    public async Task<Plan> RunAsync(StackConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        await OneAtATime.WaitAsync();
        try
        {
            return (await OnceAsync(configuration, [])).Plan;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private sealed record Captured(Plan Plan, ReferencedStack Outputs);

    private async Task<Captured> OnceAsync(StackConfiguration configuration, ImmutableArray<string> chain)
    {
        var key = (configuration.Stack, configuration.ToEngineVariable(), configuration.ToEngineSecretKeys());
        return _captured.TryGetValue(key, out var known) ? known : _captured[key] = await CaptureAsync(configuration, chain);
    }

    // `chain` is the path of stack references that led here.
    private async Task<Captured> CaptureAsync(StackConfiguration configuration, ImmutableArray<string> chain)
    {
        var (project, stack) = (configuration.Project, configuration.Stack);
        var region = configuration.Get("aws:region");
        chain = chain.Add(stack);
        var review = _review(configuration);
        if (!review.Problems.IsEmpty)
        {
            throw new ConfigurationException(stack, review.Problems);
        }

        // By the logical name of the StackReference, which references carry.
        var referenced = new Dictionary<string, Captured>(StringComparer.Ordinal);
        using var oneReference = new SemaphoreSlim(1, 1);
        var cause = new FirstFailure();
        var recorder = new ResourceRecorder();
        var mocks = new PlanMocks(region, (name, target) => cause.WatchAsync(async () =>
        {
            await oneReference.WaitAsync();
            try
            {
                var other = ReferencedStackName(project, target, chain);
                var captured = referenced.Values.FirstOrDefault(c => c.Plan.Stack == other)
                    ?? await OnceAsync(_project.LoadStack(other), chain);
                referenced[name] = captured;
                return captured.Outputs;
            }
            finally
            {
                oneReference.Release();
            }
        }));

        await RunProgramAsync(configuration, recorder, mocks, cause);

        var urns = new Urns(project, stack, recorder);
        var builder = new PlanBuilder(recorder, mocks, urns, region, reference =>
            reference.Type == PlanReference.StackReferenceType
            && referenced.GetValueOrDefault(reference.Name)?.Outputs.SecretNames.Contains(reference.Output.Split('.', '[')[0]) == true);
        var resources = await builder.ResourcesAsync();

        var plain = new JsonObject();
        var masked = new JsonObject();
        var secrets = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, output) in mocks.StackOutputs.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            // An output without a value is an output the stack does not have.
            if (WireJson.From(await OutputUtilities.GetValueAsync(output)) is not { } value)
            {
                continue;
            }

            var isSecret = await Output.IsSecretAsync(output);
            plain[name] = value;
            masked[name] = builder.Output(name, value, isSecret);
            if (isSecret || !JsonNode.DeepEquals(value, masked[name]))
            {
                secrets.Add(name);
            }
        }

        if (builder.Problems.Count > 0)
        {
            throw new PlanException(stack, [.. builder.Problems]);
        }

        var plan = new Plan(project, stack, PulumiSdk.Kind, resources, masked, review.Warnings);
        return new Captured(plan, new ReferencedStack(plain, secrets.ToImmutable()));
    }

    private async Task RunProgramAsync(StackConfiguration configuration, ResourceRecorder recorder, PlanMocks mocks, FirstFailure cause)
    {
        using var environment = new EngineEnvironment(configuration);
        var options = new TestOptions { ProjectName = configuration.Project, StackName = configuration.Stack, IsPreview = false };
        var factory = new StackFactory(() => cause.Watch(() => _program(configuration, recorder.Options)));
        try
        {
            // Within a run of another stack this one must not inherit that run's deployment, which flows with the context.
            Task run;
            using (ExecutionContext.SuppressFlow())
            {
                run = Task.Run(() => Deployment.TestWithServiceProviderAsync<Stack>(mocks, factory, options));
            }

            await run;
        }
        catch (Exception e)
        {
            throw cause.Exception switch
            {
                PlanException or ProgramException or ProjectException or ConfigurationException => cause.Exception,
                { } known => new ProgramException(configuration.Stack, known.Message, e),
                null => new ProgramException(configuration.Stack, Sentences(e), e),
            };
        }
    }

    // The SDK turns whatever a program throws into RunExceptions that quote it, stack trace included.
    private static string Sentences(Exception failure) =>
        string.Join(" ", (failure is AggregateException aggregate ? aggregate.Flatten().InnerExceptions : [failure])
            .SelectMany(e => e.Message.Split('\n'))
            .Select(l => l.Trim())
            .Where(l => l.Length > 0 && !l.StartsWith("at ", StringComparison.Ordinal) && !l.StartsWith("---", StringComparison.Ordinal)
                && !l.StartsWith("Running program '", StringComparison.Ordinal))
            .Distinct());

    private static string ReferencedStackName(string project, string reference, ImmutableArray<string> chain)
    {
        var parts = reference.Split('/');
        var stack = parts[^1];
        if (parts.Length > 1 && parts[^2] != project)
        {
            throw Refused(reference, $"it belongs to project '{parts[^2]}'; only stacks of '{project}' can be run here");
        }

        return chain.Contains(stack)
            ? throw Refused(reference, $"the stacks refer to each other in a circle: {string.Join(" -> ", chain.Add(stack))}")
            : stack;
    }

    private static PlanException Refused(string reference, string why) =>
        new(reference, [new PlanProblem(PlanReference.StackReferenceType, reference, "", $"it cannot be resolved: {why}.")]);

    private sealed class StackFactory(Func<Stack> create) : IServiceProvider
    {
        public object? GetService(Type serviceType) => create();
    }

    /// <summary>Keeps the first exception of our own code, of which the SDK hands back only the text.</summary>
    private sealed class FirstFailure
    {
        public Exception? Exception { get; private set; }

        public T Watch<T>(Func<T> action)
        {
            try
            {
                return action();
            }
            catch (Exception e)
            {
                Exception ??= e;
                throw;
            }
        }

        public async Task<T> WatchAsync<T>(Func<Task<T>> action)
        {
            try
            {
                return await action();
            }
            catch (Exception e)
            {
                Exception ??= e;
                throw;
            }
        }
    }
}
