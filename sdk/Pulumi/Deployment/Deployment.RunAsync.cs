namespace Pulumi;

/// <content>Running for real, which this stand-in never does.</content>
public sealed partial class Deployment
{
    /// <inheritdoc cref="RunAsync(Func{Task{IDictionary{string, object}}}, StackOptions)"/>
    public static Task<int> RunAsync(Action action) => RefuseAsync();

    /// <inheritdoc cref="RunAsync(Func{Task{IDictionary{string, object}}}, StackOptions)"/>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RefuseAsync();

    /// <inheritdoc cref="RunAsync(Func{Task{IDictionary{string, object}}}, StackOptions)"/>
    public static Task<int> RunAsync(Func<Task> func) => RefuseAsync();

    /// <summary>
    /// Without an engine: the error the official package gives. Started by an engine: an explanation on standard error
    /// and exit code 1, before any of the program has run.
    /// </summary>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) => RefuseAsync();

    /// <inheritdoc cref="RunAsync(Func{Task{IDictionary{string, object}}}, StackOptions)"/>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new()
        => RefuseAsync();

    /// <inheritdoc cref="RunAsync(Func{Task{IDictionary{string, object}}}, StackOptions)"/>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
        => RefuseAsync();

    private static async Task<int> RefuseAsync()
    {
        if (!IsSet("PULUMI_MONITOR") && !IsSet("PULUMI_ENGINE"))
            throw new InvalidOperationException("Program run without the Pulumi engine available; re-run using the `pulumi` CLI");

        await Console.Error.WriteLineAsync(
            """
            error: this program was built against the stand-in of the Pulumi packages (sdk/), which can preview on mocks and can never deploy.
            Nothing was changed. To deploy, delete the file PulumiSdk.props at the root of the checkout, so that the official
            packages are used, make sure the package feed carries Pulumi, Pulumi.Aws and Pulumi.Random, and run the command again.
            """).ConfigureAwait(false);

        // For a program that drops the code returned here: the engine must not take this for success.
        Environment.ExitCode = 1;
        return 1;
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
