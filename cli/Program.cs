using TechCorp.PgInfra.Cli.Frame;

StandardStreams.Open();
return await CommandLine.RunAsync(args, Console.Out, Console.Error);
