using System.Collections.Immutable;
using System.Reflection;
using Pulumi.Testing;

namespace Pulumi;

/// <content>Running on mocks.</content>
public sealed partial class Deployment
{
    /// <summary>Runs a stack class on mocks and gives every resource it declared, the stack first.</summary>
    /// <exception cref="RunException">The program failed with one error; several come as an <see cref="AggregateException"/>.</exception>
    public static async Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new()
        => await TestStackAsync(mocks, options, () => Task.FromResult((TStack)Activator.CreateInstance(
            typeof(TStack), BindingFlags.DoNotWrapExceptions | BindingFlags.Public | BindingFlags.Instance, null, null, null)!)).ConfigureAwait(false);

    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions)"/>
    public static async Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return await TestStackAsync(mocks, options, () => Task.FromResult((TStack?)serviceProvider.GetService(typeof(TStack))
            ?? throw new InvalidOperationException(
                $"Failed to resolve instance of type {typeof(TStack)} from service provider. Register the type with the service provider before calling RunAsync.")))
            .ConfigureAwait(false);
    }

    /// <summary>Runs a function on mocks and gives the resources it declared and what it returned.</summary>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
        => TestFunctionAsync(testMocks, testOptions, createResources);

    /// <summary>Runs a function on mocks and gives the resources it declared and what it returned.</summary>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources)
        => TestFunctionAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <summary>Runs a function on mocks and gives the resources it declared.</summary>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
        => (await TestFunctionAsync(testMocks, testOptions, async () =>
        {
            await createResources().ConfigureAwait(false);
            return ImmutableDictionary<string, object?>.Empty;
        }).ConfigureAwait(false)).Resources;

    /// <summary>Runs a function on mocks and gives the resources it declared.</summary>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources)
        => (await TestFunctionAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.FromResult<IDictionary<string, object?>>(ImmutableDictionary<string, object?>.Empty);
        }).ConfigureAwait(false)).Resources;

    // A function's resources hang off a stack like any other's; the stack itself is not one of them.
    private static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestFunctionAsync(
        IMocks mocks, TestOptions options, Func<Task<IDictionary<string, object?>>> createResources)
    {
        IDictionary<string, object?> outputs = ImmutableDictionary<string, object?>.Empty;
        var resources = await TestStackAsync(mocks, options, async () =>
        {
            var stack = new Stack();
            outputs = await createResources().ConfigureAwait(false);
            return stack;
        }).ConfigureAwait(false);
        return (resources.RemoveAll(resource => resource is Stack), outputs);
    }

    // Async on purpose: what it sets in Instance must not leak into the caller.
    private static async Task<ImmutableArray<Resource>> TestStackAsync<TStack>(IMocks mocks, TestOptions? options, Func<Task<TStack>> create)
        where TStack : Stack
    {
        var deployment = new Deployment(mocks, options);
        if (s_instance.Value is not null)
            throw new InvalidOperationException("Deployment.Instance should only be set once at the beginning of a 'Run' call.");
        s_instance.Value = new DeploymentInstance(deployment);
        try
        {
            (await create().ConfigureAwait(false)).RegisterPropertyOutputs();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            deployment.Run.Fail(error);
        }

        await deployment.Run.WhenIdleAsync().ConfigureAwait(false);
        deployment.Run.ThrowErrors();
        return deployment._monitor.Declared;
    }
}
