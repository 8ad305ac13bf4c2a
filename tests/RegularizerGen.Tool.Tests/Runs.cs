using System.IO;

namespace RegularizerGen.Tool.Tests;

/// <summary>Runs of the command line within the test process.</summary>
internal static class Runs
{
    public static (int Code, string Output, string Errors) Tool(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int code = Cli.Run(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
