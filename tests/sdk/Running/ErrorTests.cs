using Pulumi;
using Pulumi.Testing;
using TechCorp.PgInfra.Sdk.Tests.Mocks;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Running;

public class ErrorTests
{
    private static Task<RunException> FailingAsync(Action program, IMocks? mocks = null)
        => Assert.ThrowsAsync<RunException>(() => Run.DeclaringAsync(mocks ?? new RecordingMocks(), program));

    [Fact]
    public async Task An_exception_in_the_program_in_an_apply_and_in_a_mock_each_fail_the_run_with_their_text()
    {
        Assert.Contains("in program", (await FailingAsync(() => throw new InvalidDataException("in program"))).Message, StringComparison.Ordinal);
        Assert.Contains("in apply", (await FailingAsync(() => Output.Create(1).Apply<int>(new Func<int, int>(_ => throw new InvalidDataException("in apply"))))).Message, StringComparison.Ordinal);
        var mocks = new RecordingMocks { Answer = _ => throw new InvalidDataException("in mock") };
        Assert.Contains("in mock", (await FailingAsync(() => _ = new Thing("a"), mocks)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_in_an_async_program_and_in_a_late_apply_fail_the_run()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new RecordingMocks(), new TestOptions(), async () =>
            {
                await Task.Yield();
                throw new InvalidDataException("late");
            }));
        Assert.Contains("late", error.Message, StringComparison.Ordinal);
        error = await FailingAsync(() => Output.Create(Task.Delay(20)
            .ContinueWith(_ => 1, TaskScheduler.Default)).Apply<int>(new Func<int, int>(_ => throw new InvalidDataException("later still"))));
        Assert.Contains("later still", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A failed resource fails everything that waits for it; the reader wants the cause, not its echo from sixty outputs.</summary>
    [Fact]
    public async Task One_cause_is_reported_once_however_many_resources_and_outputs_it_reaches()
    {
        var mocks = new RecordingMocks { Answer = args => args.Name == "a" ? throw new InvalidDataException("cause") : ("id", args.Inputs) };

        var error = await FailingAsync(
            () =>
            {
                var a = new Thing("a");
                _ = new Thing("b", new ThingArgs { Label = Output.Format($"{a.Arn}/{a.Id}") });
                _ = new Thing("c", null, new CustomResourceOptions { DependsOn = { a } });
            },
            mocks);

        Assert.Contains("cause", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_causes_come_together()
    {
        var mocks = new RecordingMocks { Answer = args => throw new InvalidDataException("failed " + args.Name) };

        var error = await Assert.ThrowsAsync<AggregateException>(() => Run.DeclaringAsync(mocks, () =>
        {
            _ = new Thing("a");
            _ = new Thing("b");
        }));

        Assert.All(error.InnerExceptions, inner => Assert.IsType<RunException>(inner));
        Assert.Contains("failed a", error.InnerExceptions[0].Message, StringComparison.Ordinal);
        Assert.Contains("failed b", error.InnerExceptions[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logged_error_fails_the_run_and_a_warning_does_not()
    {
        Assert.Equal("stop", (await FailingAsync(() => Log.Error("stop"))).Message);

        await Run.DeclaringAsync(new RecordingMocks(), () =>
        {
            Log.Warn("careful");
            Log.Info("fine");
        });
    }

    [Fact]
    public async Task A_run_exception_and_a_resource_exception_that_hides_its_stack_show_their_message_alone()
    {
        Assert.Equal("plain", (await FailingAsync(() => throw new RunException("plain"))).Message);
        Assert.Equal("hidden", (await FailingAsync(() => throw new ResourceException("hidden", null, hideStack: true))).Message);
        Assert.Contains("   at ", (await FailingAsync(() => throw new ResourceException("shown", null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logging_or_asking_for_the_run_outside_one_is_an_error()
    {
        var outside = Assert.Throws<InvalidOperationException>(() => Log.Warn("x"));
        Assert.Equal("Trying to acquire Deployment.Instance before 'Run' was called.", outside.Message);

        await Run.DeclaringAsync(new RecordingMocks(), () => { });
        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
    }

    /// <summary>An output in an interpolated string is the commonest mistake; the text must not look like a value.</summary>
    [Fact]
    public async Task An_output_used_as_text_explains_itself_inside_a_run_and_throws_outside()
    {
        var text = "";
        await Run.DeclaringAsync(new RecordingMocks(), () => text = $"{Output.Create("secret")}");

        Assert.StartsWith("Calling [ToString] on an [Output<T>] is not supported.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Output.Create(1).ToString());
    }
}
