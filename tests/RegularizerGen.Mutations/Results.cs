using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace RegularizerGen.Mutations;

/// <summary>Verdicts in a file, a line each: a run that was broken off goes on where it was.</summary>
internal sealed class Results(string path)
{
    /// <summary>The verdicts so far, by the change.</summary>
    public IReadOnlyDictionary<string, Verdict> Read()
    {
        var verdicts = new Dictionary<string, Verdict>();
        foreach (string line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            // The last line may be cut off.
            if (line.EndsWith('}') && JsonSerializer.Deserialize<Verdict>(line) is { } verdict)
            {
                verdicts[verdict.Change] = verdict;
            }
        }

        return verdicts;
    }

    /// <summary>Adds one.</summary>
    public void Add(Verdict verdict)
    {
        lock (this)
        {
            bool isCut = File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } text && !text.EndsWith('\n');
            File.AppendAllText(path, (isCut ? "\n" : string.Empty) + JsonSerializer.Serialize(verdict) + "\n");
        }
    }

    /// <summary>Those of a table, in its order, of mutations that have one.</summary>
    public IEnumerable<(Mutation Mutation, Verdict Verdict)> Of(IEnumerable<Mutation> table)
    {
        IReadOnlyDictionary<string, Verdict> verdicts = Read();
        return table.Where(m => verdicts.ContainsKey(Verdict.ChangeOf(m))).Select(m => (m, verdicts[Verdict.ChangeOf(m)]));
    }
}
