using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace TechCorp.PgInfra.Sdk.Tests.Mocks;

/// <summary>Runs a few lines as a program.</summary>
internal static class Run
{
    public static Task<ImmutableArray<Resource>> DeclaringAsync(IMocks mocks, Action program)
        => Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, program);

    public static Task<ImmutableArray<Resource>> PreviewingAsync(IMocks mocks, Action program)
        => Deployment.TestAsync(mocks, new TestOptions(), program);

    /// <summary>Runs code that looks at outputs inside a run and gives what it found.</summary>
    public static async Task<T> AskingAsync<T>(Func<Task<T>> question, bool preview = false)
    {
        var answer = default(T)!;
        await Deployment.TestAsync(new EmptyMocks(), new TestOptions { IsPreview = preview }, async () => { answer = await question(); });
        return answer;
    }
}
