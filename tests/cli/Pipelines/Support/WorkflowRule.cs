using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Cli.Tests.Pipelines.Support;

/// <summary>Something every workflow keeps.</summary>
/// <param name="Name">In a sentence.</param>
/// <param name="Breaches">Where it is broken.</param>
/// <param name="Broken">A change of a good workflow that breaks it: text, and what it becomes.</param>
internal sealed record WorkflowRule(string Name, Func<Workflow, IEnumerable<string>> Breaches, (string From, string To) Broken)
{
    private static readonly string[] Credentials = ["aws-actions/configure-aws-credentials@", "pulumi/auth-actions@"];

    /// <summary>A workflow that keeps every rule; each rule has a change that breaks it.</summary>
    public const string Good = """
        name: good
        on:
          pull_request:
            branches: [main]
        permissions: {}
        jobs:
          preview:
            if: github.event.pull_request.head.repo.full_name == github.repository
            runs-on: ubuntu-24.04
            timeout-minutes: 30
            permissions:
              contents: read
              id-token: write
            steps:
              - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
                with:
                  persist-credentials: false
              - uses: aws-actions/configure-aws-credentials@b47578312673ae6fa5b5096b330d9fbac3d116df # v4.2.1
                with:
                  role-to-assume: ${{ vars.AWS_PREVIEW_ROLE }}
              - run: .github/scripts/preview
          comment:
            runs-on: ubuntu-24.04
            timeout-minutes: 5
            permissions:
              contents: read
              pull-requests: write
            steps:
              - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
                with:
                  ref: ${{ github.event.pull_request.base.sha }}
                  persist-credentials: false
              - run: .github/scripts/comment
          update:
            if: github.event.pull_request.head.repo.full_name == github.repository
            runs-on: ubuntu-24.04
            timeout-minutes: 240
            environment: prod
            permissions:
              contents: read
            steps:
              - run: .github/scripts/update
          prod:
            if: github.event.pull_request.head.repo.full_name == github.repository
            uses: ./.github/workflows/stack.yml
            permissions:
              contents: read
              id-token: write
            concurrency:
              group: stack-prod
              cancel-in-progress: false
            with:
              stack: prod
        """;

    public static IReadOnlyList<WorkflowRule> All { get; } =
    [
        new("an action is pinned by its full commit, with the version beside it", w =>
            w.Text.Split('\n').Select(l => l.Trim()).Where(l => Regex.IsMatch(l, @"^(- )?uses: [^.]") && !Regex.IsMatch(l, @"@[0-9a-f]{40} # v\d+(\.\d+)*$")),
            ("@b47578312673ae6fa5b5096b330d9fbac3d116df # v4.2.1", "@v4")),
        new("no workflow runs a pull request with the rights of main", w => w.Triggers.Where(t => t is "pull_request_target" or "workflow_run"), ("pull_request:", "pull_request_target:")),
        new("a token may nothing unless a job says so", w => w.Root.Get("permissions") is YamlDotNet.RepresentationModel.YamlMappingNode { Children.Count: 0 } ? [] : ["the workflow"], ("permissions: {}", "permissions: write-all")),
        new("every job says what its token may", w => w.Jobs.Where(j => j.Job.Get("permissions") is not YamlDotNet.RepresentationModel.YamlMappingNode).Select(j => j.Name), ("    permissions:\n      contents: read\n    steps:\n      - run: .github/scripts/update", "    steps:\n      - run: .github/scripts/update")),
        new("a token may read the contents, and the one that comments write a comment", w =>
            from job in w.Jobs
            from right in job.Job.Map("permissions")
            where right is not ({ Key: "contents", Value: "read" } or { Key: "id-token", Value: "write" }) && !(right is { Key: "pull-requests", Value: "write" } && job.Name == "comment")
            select $"{job.Name}: {right}", ("contents: read\n      pull-requests: write", "contents: write")),
        new("only a job that asks for credentials may ask for an identity", w =>
            w.Jobs.Where(j => j.Job.Map("permissions").ContainsKey("id-token") && j.Job.Text("uses") is null && !w.Steps.Any(s => s.Job == j.Name && Credentials.Any(c => s.Step.Text("uses")?.StartsWith(c, StringComparison.Ordinal) == true))).Select(j => j.Name),
            ("environment: prod\n    permissions:\n      contents: read", "environment: prod\n    permissions:\n      contents: read\n      id-token: write")),
        new("a fork's pull request gets no identity", w => w.Triggers.Contains("pull_request")
            ? w.Jobs.Where(j => j.Job.Map("permissions").ContainsKey("id-token") && j.Job.Text("if") != "github.event.pull_request.head.repo.full_name == github.repository").Select(j => j.Name)
            : [], ("  preview:\n    if: github.event.pull_request.head.repo.full_name == github.repository\n", "  preview:\n")),
        new("a job that may write runs the base's files", w => w.Jobs
            .Where(j => j.Job.Map("permissions").Any(p => p is { Key: not "id-token", Value: "write" })
                && w.Steps.Any(s => s.Job == j.Name && s.Step.Text("uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true && s.Step.Map("with").GetValueOrDefault("ref") != "${{ github.event.pull_request.base.sha }}")).Select(j => j.Name),
            ("          ref: ${{ github.event.pull_request.base.sha }}\n", "")),
        new("no key is stored", w => Regex.Matches(w.Text, @"secrets\.\w+|secrets: inherit|aws-access-key-id|aws-secret-access-key|PULUMI_ACCESS_TOKEN|PULUMI_CONFIG_PASSPHRASE").Select(m => m.Value), ("role-to-assume: ${{ vars.AWS_PREVIEW_ROLE }}", "aws-access-key-id: ${{ secrets.KEY }}")),
        new("a checkout leaves no token behind", w => w.Steps.Where(s => s.Step.Text("uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true && s.Step.Map("with").GetValueOrDefault("persist-credentials") != "false").Select(s => s.Job), ("        with:\n          persist-credentials: false\n", "")),
        new("what a job does stands in a script", w => w.Steps.Select(s => s.Step.Text("run")).OfType<string>().Where(r => !Regex.IsMatch(r, @"^\.github/scripts/[a-z-]+$")), (".github/scripts/update", "pulumi up --yes ${{ github.event.pull_request.title }}")),
        new("every job has an end", w => w.Jobs.Where(j => j.Job.Text("uses") is null && j.Job.Text("timeout-minutes") is null).Select(j => j.Name), ("    timeout-minutes: 5\n", "")),
        new("what changes a stack is approved by its environment", w => w.Jobs.Where(j => w.Steps.Any(s => s.Job == j.Name && s.Step.Text("run") is ".github/scripts/update" or ".github/scripts/database") && j.Job.Get("environment") is null).Select(j => j.Name), ("    environment: prod\n", "")),
        new("runs of one stack wait for each other, and none is cancelled", w => w.Jobs
            .Where(j => j.Job.Text("uses")?.EndsWith("/stack.yml", StringComparison.Ordinal) == true
                && (j.Job.Map("concurrency").GetValueOrDefault("cancel-in-progress") != "false" || j.Job.Map("concurrency").GetValueOrDefault("group") != $"stack-{j.Job.Map("with").GetValueOrDefault("stack")}")).Select(j => j.Name),
            ("cancel-in-progress: false", "cancel-in-progress: true")),
    ];
}
