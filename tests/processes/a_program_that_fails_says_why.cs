namespace TechCorp.PgInfra.Processes.Tests;

public class a_program_that_fails_says_why
{
    /// <summary>On a full disk <c>initdb</c> told its steps, one a line, and the reason was pushed out of the message.</summary>
    [Theory]
    [InlineData("for i in 1 2 3 4 5 6 7 8 9; do echo step $i ... ok; done; echo No space left on device >&2; exit 1", "sh ended with code 1: No space left on device")]
    [InlineData("echo 'all there is to say'; exit 3", "sh ended with code 3: all there is to say")]
    public async Task The_reason_is_not_lost_behind_its_progress(string script, string expected) => Assert.Equal(expected,
        (await Assert.ThrowsAsync<ProcessException>(() => Tool.RunAsync(ServerUser.Resolve(), "/tmp", "/bin/sh", ["-c", script], default))).Message);
}
