# fpx_precompiled(<target> [WIDGETS]): the headers that nearly every file reads, parsed once for all targets together: those
# of the standard library, Qt Core and QCoro, with WIDGETS also of Qt Widgets (a slim set: all of <QtWidgets> does not pay).
# None is the project's own, so a module still sees only the headers of what it links. With GCC, whose debug builds take
# long; the other compilers show that every file includes what it uses.
set(FPX_PRECOMPILED_CORE
    <algorithm> <chrono> <functional> <memory> <optional>
    <QByteArray> <QCoreApplication> <QDateTime> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QMap> <QObject>
    <QPointer> <QRegularExpression> <QSet> <QStringList> <QTimer> <QUrl> <QVariant>
    <QCoroTask> <tl/expected.hpp>)
set(FPX_PRECOMPILED_WIDGETS
    <QApplication> <QBoxLayout> <QEvent> <QKeyEvent> <QLabel> <QListView> <QPainter> <QPushButton> <QScrollArea>
    <QStackedWidget> <QStyleOption> <QStyledItemDelegate> <QWidget>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess) # ccache needs it
endif()

function(fpx_precompiled target)
    cmake_parse_arguments(arg "WIDGETS" "" "" ${ARGN})
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        return()
    endif()
    set(shared fpx_precompiled)
    set(headers ${FPX_PRECOMPILED_CORE})
    set(libraries fpx_options Qt6::Core QCoro6::Core tl::expected)
    if(arg_WIDGETS)
        string(APPEND shared _widgets)
        list(APPEND headers ${FPX_PRECOMPILED_WIDGETS})
        list(APPEND libraries Qt6::Widgets)
    endif()
    if(NOT TARGET ${shared})
        file(WRITE ${PROJECT_BINARY_DIR}/${shared}.cpp "")
        add_library(${shared} STATIC ${PROJECT_BINARY_DIR}/${shared}.cpp)
        set_target_properties(${shared} PROPERTIES AUTOMOC OFF)
        target_link_libraries(${shared} PRIVATE ${libraries})
        target_precompile_headers(${shared} PRIVATE ${headers})
    endif()
    target_precompile_headers(${target} REUSE_FROM ${shared})
endfunction()

# fpx_precompiled_test(<target> [WIDGETS]): as fpx_precompiled(), for a program whose Q_OBJECTs are in its .cpp files: the
# file of moc's that is then nearly empty is not worth the reading of the headers.
function(fpx_precompiled_test target)
    fpx_precompiled(${target} ${ARGN})
    set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/mocs_compilation.cpp PROPERTIES
        SKIP_PRECOMPILE_HEADERS ON)
endfunction()
