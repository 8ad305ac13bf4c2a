using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace RegularizerGen.Tool.Tests;

/// <summary>The completions of docs/tool.md in the shells that they are for, where these are installed.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public CompletionTests()
    {
        // The tool with the libraries of the tests, which lie beside it.
        string At(string name) => Path.Combine(AppContext.BaseDirectory, name);
        const string Tests = "RegularizerGen.Tool.Tests";
        string command =
            $"exec --depsfile '{At(Tests + ".deps.json")}' "
            + $"--runtimeconfig '{At(Tests + ".runtimeconfig.json")}' '{At("RegularizerGen.Tool.dll")}'";
        string shim = Path.Combine(folder, "regularizergen");
        File.WriteAllText(shim, $"#!/bin/sh\nexec dotnet {command} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(shim, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("aud", "audit")]
    [InlineData("audit --input", "--input-bound")]
    [InlineData("audit m.onnx --max-", "--max-gain --max-movement")]
    [InlineData("certify Cell.cs --effort ", "High Low Normal")]
    [InlineData("audit m.onnx --data ", "")]
    public void Bash(string line, string expected) =>
        Assert.Equal(
            expected,
            Run(
                "bash",
                $"""
                complete() {"{ :; }"}
                {Block("bash", "_regularizergen")}
                COMP_LINE='regularizergen {line}'
                COMP_POINT={"${#COMP_LINE}"}
                COMP_WORDS=($COMP_LINE)
                COMP_CWORD={line.Count(c => c == ' ') + 1}
                _regularizergen
                echo {"${COMPREPLY[@]}"}
                """
            )
        );

    /// <summary>compadd gets all that may follow, and takes those that start as the word does.</summary>
    [Theory]
    [InlineData("aud", "audit")]
    [InlineData("audit --input", "--input-bound")]
    [InlineData("audit m.onnx --max-", "--max-gain --max-movement")]
    [InlineData("certify Cell.cs --effort ", "High Low Normal")]
    [InlineData("audit m.onnx --data ", "files")]
    [InlineData("audit m.onnx", "files")]
    [InlineData("audit ", "files")]
    public void Zsh(string line, string expected) =>
        Assert.Equal(
            expected,
            Run(
                "zsh",
                $$"""
                compdef() { :; }
                _files() { print files; }
                compadd() {
                    local -a all=("${@[2,-1]}")
                    [[ $1 == -a ]] && all=("${(@P)2}")
                    all=("${(@M)all:#$PREFIX*}")
                    [[ -n "$all" ]] && print -- $all
                }
                {{Block("zsh", "_regularizergen")}}
                words=(regularizergen ${(s: :):-"{{line}}"})
                [[ "{{line}}" == *" " ]] && words+=("")
                CURRENT=$#words
                PREFIX=$words[CURRENT]
                _regularizergen
                """
            )
        );

    private static string Block(string language, string start)
    {
        string page = File.ReadAllText(Path.Combine(DocsTests.Root, "docs", "tool.md"));
        int begin = page.IndexOf($"```{language}\n{start}", StringComparison.Ordinal) + language.Length + 4;
        return page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
    }

    private string Run(string shell, string script)
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        Assert.SkipUnless(path.Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, shell))), $"There is no {shell}.");
        var start = new ProcessStartInfo(shell) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        start.Environment["PATH"] = folder + Path.PathSeparator + path;
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Empty(errors);
        return output;
    }
}
