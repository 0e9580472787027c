using System.Text;
using PulumiSdk.Generator.CSharp;
using PulumiSdk.Generator.Schema;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: PulumiSdk.Generator SCHEMA.json OUTPUT.cs");
    return 2;
}

var (schemaFile, outputFile) = (args[0], args[1]);
try
{
    var code = PackageWriter.Write(SchemaReader.Read(File.ReadAllBytes(schemaFile)));
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(outputFile))!);
    // A build that is killed here must not leave half a file that the next one takes for whole.
    var unfinished = outputFile + ".tmp";
    File.WriteAllText(unfinished, code, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    File.Move(unfinished, outputFile, overwrite: true);
    return 0;
}
catch (SchemaException error)
{
    // In the form MSBuild shows as errors of the build.
    foreach (var problem in error.Problems)
    {
        Console.Error.WriteLine($"{schemaFile} : error SCHEMA: {problem}");
    }

    return 1;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{schemaFile} : error SCHEMA: {error.Message}");
    return 1;
}
