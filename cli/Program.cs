using TechCorp.PgInfra.Cli.Frame;

return await CommandLine.RunAsync(args, Console.Out, Console.Error);
