using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks;

/// <summary>A task that can be had.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Files">Files that it needs; none where it is simulated.</param>
/// <param name="Create">Makes or reads it; simulated data differ from seed to seed.</param>
public sealed record TaskSource(string Name, IReadOnlyList<string> Files, Func<DataFolder, int, StudyTask> Create)
{
    /// <summary>Whether it can be had without, or from, a folder.</summary>
    public bool IsIn(DataFolder? folder) => Files.All(f => folder is not null && folder.Has(f));
}

/// <summary>All tasks, those of few measured data first.</summary>
public static class TaskCatalog
{
    public static IReadOnlyList<TaskSource> All { get; } =
    [
        new("cascaded-tanks", [CascadedTanks.File], (folder, _) => CascadedTanks.Read(folder)),
        new("robot-arm", [RobotArm.File], (folder, _) => RobotArm.Read(folder)),
        new("tank", [], (_, seed) => TankTask.Create(seed)),
        new("mackey-glass", [], (_, seed) => MackeyGlass.Create(seed)),
        new("narma-10", [], (_, seed) => Narma10.Create(seed)),
        new("silverbox", [Silverbox.File], (folder, _) => Silverbox.Read(folder)),
        new("emps", [Emps.File, Emps.TestFile], (folder, _) => Emps.Read(folder)),
        new("ett-1", [Ett.File], (folder, _) => Ett.Read(folder, ahead: 1)),
        new("ett-24", [Ett.File], (folder, _) => Ett.Read(folder, ahead: 24)),
    ];
}
