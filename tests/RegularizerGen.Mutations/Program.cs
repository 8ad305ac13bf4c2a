using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using RegularizerGen.Mutations;

string root = Path.GetFullPath(
    Path.Combine(
        typeof(Mutation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ProjectDirectory").Value!,
        "../.."
    )
);
try
{
    IReadOnlyList<Mutation> table = MutationTable.Read(Path.Combine(AppContext.BaseDirectory, "Table"));
    string folder = Path.Combine(root, "artifacts", "mutations");
    Directory.CreateDirectory(folder);
    var results = new Results(Path.Combine(folder, "results.jsonl"));
    switch (args)
    {
        case ["list"]:
            foreach (Mutation mutation in table)
            {
                Console.WriteLine($"{mutation.Number} {mutation.File}: {mutation.Title}");
            }

            return 0;
        case ["run", .. string[] words]:
            Mutation[] wanted =
            [
                .. table.Where(m => words.All(w => $"{m.File} {m.Title} {m.Tests[0]}".Contains(w, StringComparison.OrdinalIgnoreCase))),
            ];
            new Run(new Copy(root, Path.Combine(folder, "copy")), results, Console.Error.WriteLine).Try(table, wanted);
            return Report.Print(Console.Out, table.Count, [.. results.Of(wanted)]);
        default:
            Console.WriteLine(
                """
                Changes the mathematics at one place at a time, in a copy of the sources, and runs the tests that should notice.

                  list          the table
                  run [WORD…]   try those whose file, title or first tests contain all words; goes on where a run was broken off

                Verdicts are kept in artifacts/mutations/results.jsonl; delete it to begin anew. Exit code 1 where one survives.
                """
            );
            return args is ["--help"] ? 0 : 1;
    }
}
catch (Exception error) when (error is FormatException or InvalidOperationException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
