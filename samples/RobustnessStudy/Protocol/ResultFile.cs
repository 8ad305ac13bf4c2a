using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;

namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>Finished runs, a line of JSON each. Lines are appended as runs finish, so that a study that was killed goes on where it was: a
/// last line without its end is cut off when the file is opened.</summary>
public sealed class ResultFile
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly string path;
    private readonly Lock gate = new();
    private readonly Dictionary<RunKey, RunRecord> runs = [];

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="FormatException">A whole line is no run; the message has file and line.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public ResultFile(string path)
    {
        this.path = path;
        if (!File.Exists(path))
        {
            return;
        }

        string text = File.ReadAllText(path);
        int whole = text.LastIndexOf('\n') + 1;
        string[] lines = text[..whole].Split('\n');
        for (int line = 0; line < lines.Length - 1; line++)
        {
            Add(Parse(lines[line], line + 1));
        }

        if (whole < text.Length)
        {
            File.WriteAllText(path, text[..whole]);
        }
    }

    /// <summary>All finished runs.</summary>
    public IReadOnlyCollection<RunRecord> Runs => runs.Values;

    /// <summary>Whether a run is finished.</summary>
    public bool Has(RunKey key)
    {
        lock (gate)
        {
            return runs.ContainsKey(key);
        }
    }

    /// <summary>Appends a finished run.</summary>
    public void Append(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        string line = JsonSerializer.Serialize(run, Options) + "\n";
        lock (gate)
        {
            Add(run);
            File.AppendAllText(path, line);
        }
    }

    private void Add(RunRecord run) => runs[run.Key] = run;

    private RunRecord Parse(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(line, Options) is { Key: not null, Measured: not null } run
                ? run
                : throw new JsonException("no run");
        }
        catch (JsonException problem)
        {
            throw new FormatException($"{path}, line {number}: expected a finished run ({problem.Message}).", problem);
        }
    }
}
